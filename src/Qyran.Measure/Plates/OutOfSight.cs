using Qyran.Domain.Tracks;

namespace Qyran.Measure.Plates;

/// <summary>
/// Who comes out from behind a lorry need not be who went in. So a plate that was read only before a vehicle was long out of sight, or only afterwards, is nobody's: what was done on the other side of
/// the gap may be another's deed. Read on both sides it holds. Pure.
/// </summary>
internal static class OutOfSight
{
    /// <summary>From here on two boxes are at one place, where only a point now and then is kept of what stands for long (IoU).</summary>
    private const double SamePlace = 0.7;

    /// <summary>The verdict, or its refusal where an accepted plate was read on one side of a gap only.</summary>
    public static PlateVerdict Heed(Track track, PlateVerdict verdict, PlateVoteSettings settings)
    {
        if (verdict.Accepted is not { } plate) return verdict;
        var read = verdict.Sightings.Where(s => s.Reading.Text == plate.Text).Select(s => s.Time.MediaUs).ToArray();
        var (first, last) = (read.Min(), read.Max());
        var missed = false;
        TrackPoint? known = null;
        foreach (var point in track.Points)
        {
            if (point is { Seen: null, Covered: false, Held: false })
            {
                missed |= point.LookedAt;
                continue;
            }
            var seconds = known is { } before ? point.Time.Seconds - before.Time.Seconds : 0;
            if (seconds > settings.MostUnseenSeconds && (missed || known!.Value.Box.Iou(point.Box) < SamePlace) && !(first <= known!.Value.Time.MediaUs && last >= point.Time.MediaUs))
                return verdict with { Accepted = null, Refused = FormattableString.Invariant($"{plate.Text} was read on one side only of {seconds:0.0} s out of sight: who came out need not be who went in") };
            (known, missed) = (point, false);
        }
        return verdict;
    }
}
