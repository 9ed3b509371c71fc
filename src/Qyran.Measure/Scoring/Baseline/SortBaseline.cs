using Qyran.Domain.Geometry;
using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring.Baseline;

/// <summary>
/// SORT (Bewley et al. 2016) remade from its paper and the noise figures it was run with, for one purpose: to give the figures its table does not print (HOTA, IDF1) on the same
/// detections. Not part of any line. That it is SORT is shown by its coming out as the published table says.
/// </summary>
public static class SortBaseline
{
    private const double MinIou = 0.3;
    private const int MaxAge = 1, MinHits = 3;

    /// <summary>The rows SORT gives out: a track is given where it was just seen, once it has three sightings in a row (at once in the first frames).</summary>
    /// <param name="first">First frame number of the sequence.</param>
    public static List<ScoredBox> Rows(IEnumerable<ScoredBox> detections, int first, int frames)
    {
        var byFrame = detections.ToLookup(d => d.Frame);
        List<Followed> tracks = [];
        List<ScoredBox> rows = [];
        var assignment = new Assignment();
        var lastId = 0;
        for (var n = 1; n <= frames; n++)
        {
            var frame = first + n - 1;
            PixelBox[] found = [.. byFrame[frame].Select(d => d.Box)];
            var predicted = tracks.ConvertAll(t => t.Predict());
            var cost = new double[found.Length * tracks.Count];
            for (var d = 0; d < found.Length; d++)
                for (var t = 0; t < tracks.Count; t++) cost[(d * tracks.Count) + t] = -found[d].Iou(predicted[t]);
            var of = new int[found.Length];
            // the greatest sum of overlaps over all pairs first; what overlaps too little is taken apart afterwards
            assignment.Solve(cost, found.Length, tracks.Count, 1, of);
            for (var d = 0; d < found.Length; d++)
            {
                if (of[d] >= 0 && found[d].Iou(predicted[of[d]]) >= MinIou) tracks[of[d]].See(found[d]);
                else tracks.Add(new Followed(++lastId, found[d]));
            }
            rows.AddRange(tracks.Where(t => t.Unseen == 0 && (t.Streak >= MinHits || n <= MinHits)).Select(t => new ScoredBox(frame, t.Id, t.Box, 1)));
            tracks.RemoveAll(t => t.Unseen > MaxAge);
        }
        return rows;
    }

    /// <summary>One track: centre, area and aspect under a constant-velocity Kalman filter, the aspect without a velocity; one step is one frame.</summary>
    private sealed class Followed(int id, PixelBox box)
    {
        private Axis x = new(box.Centre.X, 1, 1, 0.01), y = new(box.Centre.Y, 1, 1, 0.01), area = new(box.Area, 10, 1, 0.0001);
        private double aspect = box.Width / box.Height, aspectVariance = 10;

        public int Id => id;
        public int Unseen { get; private set; }
        public int Streak { get; private set; }

        public PixelBox Box
        {
            get
            {
                var width = Math.Sqrt(Math.Max(0, area.Value * aspect));
                var height = width > 0 ? area.Value / width : 0;
                return new(x.Value - (width / 2), y.Value - (height / 2), width, height);
            }
        }

        public PixelBox Predict()
        {
            if (area.Value + area.Rate <= 0) area.Rate = 0;
            x.Predict();
            y.Predict();
            area.Predict();
            aspectVariance += 1;
            if (Unseen > 0) Streak = 0;
            Unseen++;
            return Box;
        }

        public void See(PixelBox seen)
        {
            (Unseen, Streak) = (0, Streak + 1);
            x.Update(seen.Centre.X);
            y.Update(seen.Centre.Y);
            area.Update(seen.Area);
            var gain = aspectVariance / (aspectVariance + 10);
            aspect += gain * ((seen.Width / seen.Height) - aspect);
            aspectVariance *= 1 - gain;
        }
    }

    /// <summary>A value and its rate; the filter's covariances never couple two axes, so each is its own.</summary>
    private struct Axis(double value, double noise, double drift, double rateDrift)
    {
        private double valueVariance = 10, covariance, rateVariance = 10_000;

        public double Value { get; private set; } = value;
        public double Rate { get; set; }

        public void Predict()
        {
            Value += Rate;
            valueVariance += (2 * covariance) + rateVariance + drift;
            covariance += rateVariance;
            rateVariance += rateDrift;
        }

        public void Update(double seen)
        {
            var total = valueVariance + noise;
            var (gain, rateGain) = (valueVariance / total, covariance / total);
            var off = seen - Value;
            Value += gain * off;
            Rate += rateGain * off;
            rateVariance -= rateGain * covariance;
            covariance *= 1 - gain;
            valueVariance *= 1 - gain;
        }
    }
}
