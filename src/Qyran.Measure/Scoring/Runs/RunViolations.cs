using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>
/// Cases held against the true violations. A case is right when its vehicle broke that rule: the one that its track lay on about
/// that instant, else in the whole clip. The case nearest in time takes the violation, further ones are duplicates. Instants of both
/// sides are on the video's clock. A violation is asked for where its vehicle is: at its instant high enough and not hidden; one that was found all the same counts as the others.
/// Cases of a rule that the truth does not tell of are not judged.
/// </summary>
public static class RunViolations
{
    /// <summary>Every case of a rule that the truth tells of, in the result's order.</summary>
    public static ImmutableArray<JudgedCase> Judge(RunTruth truth, RunResult result, RunMatch match)
    {
        var trackOf = result.Passages.ToDictionary(p => p.Id, p => p.Track);
        var made = result.Cases.Where(c => truth.Tells(c.Rule)).Select(c => (Case: c, Track: trackOf.TryGetValue(c.Passage, out var t) ? t : (int?)null))
            .Select(c => (c.Case, c.Track, Vehicle: c.Track is { } t ? match.About(truth, t, c.Case.AtUs) : null)).ToList();
        List<TruthViolation> open = [.. truth.Violations];
        var taken = new Dictionary<int, TruthViolation>();
        var pairs = from c in Enumerable.Range(0, made.Count)
                    from v in open
                    where made[c].Case.Rule == v.Rule && made[c].Vehicle == v.Vehicle
                    orderby Math.Abs(made[c].Case.AtUs - v.AtUs)
                    select (Case: c, Violation: v);
        foreach (var (c, v) in pairs.ToList())
            if (!taken.ContainsKey(c) && open.Remove(v)) taken.Add(c, v);
        return [.. made.Select((m, c) => new JudgedCase(m.Case, m.Track, m.Vehicle, taken.GetValueOrDefault(c),
            !taken.ContainsKey(c) && taken.Values.Any(v => v.Rule == m.Case.Rule && v.Vehicle == m.Vehicle)))];
    }

    /// <summary>By rule.</summary>
    public static ImmutableSortedDictionary<string, ViolationFigures> Of(RunTruth truth, ImmutableArray<JudgedCase> cases)
    {
        var missed = Missed(truth, cases).ToLookup(v => v.Rule);
        return truth.Violations.Select(v => v.Rule).Union(cases.Select(c => c.Case.Rule)).ToImmutableSortedDictionary(rule => rule, rule =>
        {
            JudgedCase[] made = [.. cases.Where(c => c.Case.Rule == rule)];
            double[] errors = [.. made.Where(c => c.Broke is not null).Select(c => (c.Case.AtUs - c.Broke!.AtUs) / 1e6).OrderBy(Math.Abs)];
            var hidden = missed[rule].Count(v => !IsSeen(truth, v));
            return new ViolationFigures(errors.Length + missed[rule].Count() - hidden, made.Length, errors.Length, made.Count(c => c.Again), [.. errors], hidden);
        }, StringComparer.Ordinal);
    }

    /// <summary>Violations without a case, seen or not.</summary>
    public static List<TruthViolation> Missed(RunTruth truth, ImmutableArray<JudgedCase> cases)
    {
        List<TruthViolation> open = [.. truth.Violations];
        foreach (var made in cases)
            if (made.Broke is { } broke) open.Remove(broke);
        return open;
    }

    /// <summary>True when the frame nearest to the violation shows its vehicle as <see cref="RunTracks"/> asks for.</summary>
    public static bool IsSeen(RunTruth truth, TruthViolation violation) =>
        truth.Frames.MinBy(f => Math.Abs(f.MediaUs - violation.AtUs))?.Objects.Any(o => o.Id == violation.Vehicle && RunTracks.IsAsked(o)) is true;
}
