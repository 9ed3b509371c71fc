using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>
/// Cases held against the true violations. A case is right when its vehicle broke that rule: the one that its track lay on about
/// that instant, else in the whole clip. The case nearest in time takes the violation, further ones are duplicates. Instants of both
/// sides are on the video's clock. A violation is asked for where its vehicle is: at its instant high enough and not hidden; one that was found all the same counts as the others.
/// </summary>
public static class RunViolations
{
    public static ImmutableSortedDictionary<string, ViolationFigures> Of(RunTruth truth, RunResult result, RunMatch match)
    {
        var trackOf = result.Passages.ToDictionary(p => p.Id, p => p.Track);
        var cases = result.Cases.ToLookup(c => c.Rule);
        return truth.Violations.Select(v => v.Rule).Union(result.Cases.Select(c => c.Rule)).ToImmutableSortedDictionary(rule => rule, rule =>
        {
            var open = truth.Violations.Where(v => v.Rule == rule).ToList();
            var done = new List<TruthViolation>();
            var errors = ImmutableArray.CreateBuilder<double>();
            var duplicates = 0;
            var made = cases[rule].Select(c => (Vehicle: trackOf.TryGetValue(c.Passage, out var t) ? match.About(truth, t, c.AtUs) : null, AtUs: c.AtUs)).ToList();
            var pairs = from c in Enumerable.Range(0, made.Count)
                        from v in open
                        where made[c].Vehicle == v.Vehicle
                        orderby Math.Abs(made[c].AtUs - v.AtUs)
                        select (Case: c, Violation: v);
            var used = new HashSet<int>();
            foreach (var (c, v) in pairs.ToList())
            {
                if (used.Contains(c) || !open.Remove(v)) continue;
                used.Add(c);
                done.Add(v);
                errors.Add((made[c].AtUs - v.AtUs) / 1e6);
            }
            for (var c = 0; c < made.Count; c++)
                if (!used.Contains(c) && done.Any(v => v.Vehicle == made[c].Vehicle)) duplicates++;
            var hidden = open.Count(v => !IsSeen(truth, v));
            return new ViolationFigures(done.Count + open.Count - hidden, made.Count, done.Count, duplicates, errors.ToImmutable(), hidden);
        }, StringComparer.Ordinal);
    }

    /// <summary>True when the frame nearest to the violation shows its vehicle as <see cref="RunTracks"/> asks for.</summary>
    public static bool IsSeen(RunTruth truth, TruthViolation violation) =>
        truth.Frames.MinBy(f => Math.Abs(f.MediaUs - violation.AtUs))?.Objects.FirstOrDefault(o => o.Id == violation.Vehicle) is { Visible: >= RunTracks.MinVisible, Box.Height: >= RunTracks.MinHeight };
}
