using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;

namespace Qyran.Rules.Sections;

/// <summary>A section with its gates and the rule it is judged by: what a section file says.</summary>
/// <param name="FromGate">Id of the entry's line in the entry camera's scene; <paramref name="ToGate"/> that of the exit's.</param>
/// <param name="Rule">Citation and settings of <see cref="AverageSpeed"/>.</param>
public sealed record WatchedSection(Section Section, string FromGate, string ToGate, RuleSetting Rule)
{
    /// <summary>What the section says of a vehicle that has just passed the exit camera; null when it did not cross the exit gate.</summary>
    /// <param name="gates">What it crossed there, with its plate.</param>
    /// <param name="entries">Who crossed the entry gate, in any order.</param>
    public Finding? Judge(ImmutableArray<GatePassage> gates, IEnumerable<GatePassage> entries)
    {
        if (gates.FirstOrDefault(g => g.Camera == Section.ToCamera && g.Gate == ToGate) is not { } exit) return null;
        // who went round and came again is judged by the last time
        var entry = exit.Plate is null ? null : entries.Where(e => e.Camera == Section.FromCamera && e.Gate == FromGate && e.Plate == exit.Plate && e.EarliestUtcUs < exit.LatestUtcUs)
            .MaxBy(e => e.EarliestUtcUs);
        Verdict verdict = entry is null
            ? new Verdict.Kept(exit.Plate is null ? "its plate was not accepted at the exit" : "nothing with its plate was seen over the entry")
            : AverageSpeed.Judge(entry, exit, Section, AverageSpeedSettings.From(Rule));
        return new(AverageSpeed.Rule, Rule.Offence, verdict);
    }
}
