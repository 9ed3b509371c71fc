using OpenCvSharp;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Line.Overlay;
using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Cli.Scoring;

/// <summary>
/// Sheets that show why a model scores as it does: per class the largest things it missed and its most certain false alarms, each cut out with
/// its surroundings. Red is the mistake; thin grey frames are labels, coloured ones what else was found there.
/// </summary>
internal static class ScoreDetectionSheets
{
    private const int MostOfAKind = 20;

    /// <summary>Wide enough around the mistake to see what it lies in, in multiples of its longer side; and never smaller, px.</summary>
    private const double Around = 3, LeastSide = 120;

    private sealed record Mistake(int Picture, PixelBox Box, OverlayTrack Drawn, double Weight);

    /// <summary>One sheet per model, class and kind of mistake, below <c>folder/SET-PART</c>. May throw what writing files throws.</summary>
    public static void Write(ScoreDetectionPart part, List<ScoreDetectionResult> results, string folder)
    {
        var into = Path.Combine(folder, $"{part.Set.Folder}-{part.Name}");
        foreach (var result in results)
        {
            var name = result.NameAmong(results);
            foreach (var column in part.Set.Classes.Where(c => !c.Right.IsEmpty))
            {
                var (misses, alarms) = Mistakes(result.Pictures, p => BoxScore.Column(part.Set, column, p), column.Right[0]);
                Sheet(part, result, misses, into, $"{name}-{column.Name}-missed");
                Sheet(part, result, alarms, into, $"{name}-{column.Name}-false");
            }
            var (missed, wrong) = Mistakes(result.Pictures, p => BoxScore.Vehicles(part.Set, p), RoadUser.Unknown);
            Sheet(part, result, missed, into, $"{name}-vehicle-missed");
            Sheet(part, result, wrong, into, $"{name}-vehicle-false");
        }
    }

    /// <summary>At the fixed threshold, overlap one half.</summary>
    private static (List<Mistake> Misses, List<Mistake> Alarms) Mistakes(List<ScoredPicture> pictures, Func<ScoredPicture, BoxPicture> column, RoadUser user)
    {
        List<Mistake> misses = [], alarms = [];
        for (var i = 0; i < pictures.Count; i++)
        {
            var picture = column(pictures[i]);
            picture = picture with { Found = picture.Found.RemoveAll(d => d.Score < BoxScore.FixedThreshold) };
            var (missed, wrong) = picture.Mistakes();
            foreach (var box in missed.Select(t => t.Box))
                misses.Add(new(i, box, new OverlayTrack(0, user, box, default, null, "missed", false), box.Area / (pictures[i].Width * pictures[i].Height)));
            foreach (var d in wrong)
                alarms.Add(new(i, d.Box, DetectDrawing.Track(d) with { Offence = "false" }, d.Score));
        }
        return (misses, alarms);
    }

    private static void Sheet(ScoreDetectionPart part, ScoreDetectionResult result, List<Mistake> mistakes, string folder, string name)
    {
        using var drawing = new DetectDrawing(folder, name);
        using var picture = new DetectPicture();
        foreach (var mistake in mistakes.OrderByDescending(m => m.Weight).Take(MostOfAKind))
        {
            if (!picture.TryRead(part.Pictures[mistake.Picture].File.Path)) continue; // it was read a moment ago; a sheet more or less
            var cut = Cut(mistake.Box, picture.Width, picture.Height);
            List<OverlayTrack> boxes = [mistake.Drawn];
            var scored = result.Pictures[mistake.Picture];
            boxes.AddRange(scored.Labels.Select(l => l.In(scored.Width, scored.Height)).Where(b => b != mistake.Box)
                .Select(b => new OverlayTrack(0, RoadUser.Unknown, b, default, null, null, false, Faint: true)));
            boxes.AddRange(scored.Found.Where(d => d.Score >= BoxScore.FixedThreshold && d.Box != mistake.Box).Select(d => DetectDrawing.Track(d)));
            using var around = picture.Colours[cut];
            drawing.AddSmall(around, part.Pictures[mistake.Picture].File.Name,
                [.. boxes.Where(b => b.Box.Overlap(new PixelBox(cut.X, cut.Y, cut.Width, cut.Height)) > 0).Select(b => b with { Box = b.Box with { X = b.Box.X - cut.X, Y = b.Box.Y - cut.Y } })]);
        }
        drawing.Flush();
    }

    private static Rect Cut(PixelBox box, int width, int height)
    {
        var side = Math.Max(LeastSide, Around * Math.Max(box.Width, box.Height));
        // as a sheet's cell is shaped
        var (w, h) = ((int)Math.Min(width, side * 4 / 3), (int)Math.Min(height, side));
        return new((int)Math.Clamp(box.Centre.X - (w / 2.0), 0, width - w), (int)Math.Clamp(box.Centre.Y - (h / 2.0), 0, height - h), w, h);
    }
}
