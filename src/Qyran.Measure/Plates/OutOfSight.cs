using Qyran.Domain.Tracks;

namespace Qyran.Measure.Plates;

/// <summary>
/// Who comes out from behind a lorry need not be who went in. So a plate that was read only before a vehicle was long out of sight, or only afterwards, is nobody's: what was done on the other side of
/// the gap may be another's deed. Read on both sides it holds. Pure.
/// </summary>
internal static class OutOfSight
{
    private const double SamePlace = 0.5;

    /// <summary>The verdict, or its refusal where an accepted plate was read on one side of a gap only.</summary>
    public static PlateVerdict Heed(Track track, PlateVerdict verdict, PlateVoteSettings settings)
    {
        if (verdict.Accepted is not { } plate) return verdict;
        var read = verdict.Sightings.Where(s => s.Reading.Text == plate.Text).Select(s => s.Time.MediaUs).ToArray();
        var (first, last) = (read.Min(), read.Max());
        for (var i = 1; i < track.Points.Length; i++)
        {
            var (before, after) = (track.Points[i - 1].Time, track.Points[i].Time);
            var seconds = after.Seconds - before.Seconds;
            // of what stands for long only a point now and then is kept
            if (seconds <= settings.MostUnseenSeconds || track.Points[i - 1].Box.Iou(track.Points[i].Box) > SamePlace || (first <= before.MediaUs && last >= after.MediaUs)) continue;
            var why = FormattableString.Invariant($"{plate.Text} was read on one side only of {seconds:0.0} s out of sight: who came out need not be who went in");
            return verdict with { Accepted = null, Refused = why };
        }
        return verdict;
    }
}
