using System.Collections.Immutable;
using Qyran.Domain.Units;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>The speeds of an analysis beside the true ones. A speed belongs to the vehicle that its track lay on most often while it was measured, whatever it followed before and after.</summary>
public static class RunSpeeds
{
    /// <summary>One of so many boxes of the track at least must lie on the vehicle while it is measured: else the speed is of nothing.</summary>
    private const int OneIn = 3;

    /// <param name="onNothing">Speeds whose track lay on no vehicle while they were measured, or hardly ever on it.</param>
    public static List<RunSpeed> Of(RunTruth truth, RunResult result, RunMatch match, out List<SpeedOnNothing> onNothing)
    {
        List<RunSpeed> speeds = [];
        onNothing = [];
        var classes = truth.Vehicles.ToDictionary(v => v.Id, v => v.Class);
        var byRow = truth.Frames.ToDictionary(f => f.Number + 1);
        var rowsOf = result.Rows.ToLookup(r => r.Id, r => r.Frame);
        foreach (var passage in result.Passages)
        {
            if (passage is not { Speed: { } value, Error: { } error }) continue;
            var rows = rowsOf[passage.Track].Count(r => byRow.TryGetValue(r, out var frame) && IsMeasured(passage, frame));
            if (match.Within(passage.Track, f => IsMeasured(passage, truth.Frames[f])) is not var (vehicle, lay) || OneIn * lay.Length < rows)
            {
                onNothing.Add(new(passage.Id, passage.Track, value, error, Middle(truth, result, passage)));
                continue;
            }
            var frames = Covered(truth, passage, vehicle, lay);
            TruthObject[] objects = [.. frames.Select(f => truth.Frames[f].Objects.First(o => o.Id == vehicle))];
            var way = 0.0;
            for (var i = 1; i < objects.Length; i++) way += objects[i].Road.DistanceTo(objects[i - 1].Road);
            speeds.Add(new(passage.Id, passage.Track, vehicle, classes[vehicle], truth.Light,
                new Speed((long)Math.Round(objects.Average(o => (double)o.Speed.MmPerHour))), value, error, way, frames[frames.Length / 2]) { Margin = passage.Margin ?? error });
        }
        return speeds;
    }

    /// <summary>The frames that show the vehicle while it was measured, whether or not the track lay on it there; where the result does not say when that was, those in which it did.</summary>
    private static ImmutableArray<int> Covered(RunTruth truth, RunPassage passage, int vehicle, ImmutableArray<int> lay) => passage is not { FromUs: not null, UntilUs: not null } ? lay
        : [.. Enumerable.Range(0, truth.Frames.Length).Where(f => IsMeasured(passage, truth.Frames[f]) && truth.Frames[f].Objects.Any(o => o.Id == vehicle))];

    private static bool IsMeasured(RunPassage passage, TruthFrame frame) =>
        (passage.FromUs is not { } began || frame.MediaUs >= began) && (passage.UntilUs is not { } ended || frame.MediaUs <= ended);

    /// <summary>The frame in the middle of what was measured; of the track's own rows where the result does not say when that was.</summary>
    internal static int Middle(RunTruth truth, RunResult result, RunPassage passage)
    {
        if (passage is { FromUs: { } began, UntilUs: { } ended }) return Nearest(f => f.MediaUs - (began + ((ended - began) / 2)));
        int[] rows = [.. result.Rows.Where(r => r.Id == passage.Track).Select(r => r.Frame)];
        return rows.Length == 0 ? 0 : Nearest(f => f.Number + 1 - rows[rows.Length / 2]);

        int Nearest(Func<TruthFrame, long> away) =>
            truth.Frames.IsEmpty ? 0 : Enumerable.Range(0, truth.Frames.Length).MinBy(i => Math.Abs(away(truth.Frames[i])));
    }
}
