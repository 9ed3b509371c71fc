using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Line.Sections;
using Qyran.Rules.Exemptions;
using Qyran.Rules.Sections;

namespace Qyran.Line.Live;

/// <summary>
/// Joins the cameras of one program into sections: remembers who crossed an entry while he may still be too fast at the exit, and judges who crosses the exit. In memory alone:
/// who is between two cameras while the program starts anew is not judged. Any thread.
/// </summary>
public sealed class LiveSections
{
    /// <summary>Of the shortest lawful time: who takes longer is no offender, but counts as joined.</summary>
    private const int Patience = 3;

    private const long SlackUs = 60_000_000;
    private readonly Lock gate = new();
    private ImmutableArray<Watch> watches = [];

    /// <summary>What has come of a section since it was set or the program began.</summary>
    /// <param name="Entered">Vehicles with an accepted plate over the entry.</param>
    /// <param name="Joined">Of these, seen with the same plate over the exit.</param>
    /// <param name="TooFast">Of these, cases.</param>
    public readonly record struct Tally(long Entered, long Joined, long TooFast);

    /// <summary>From now on these are watched; what is known of one that has not changed stays.</summary>
    public void Set(ImmutableArray<(WatchedSection Watched, ReadOnlyMemory<byte> File)> sections)
    {
        lock (gate)
        {
            watches = [.. sections.Select(s => watches.FirstOrDefault(w => w.File.Span.SequenceEqual(s.File.Span)) ?? new Watch(s.Watched, s.File))];
        }
    }

    /// <summary>Null where no section of this id is watched.</summary>
    public Tally? Of(string section)
    {
        lock (gate)
        {
            return watches.FirstOrDefault(w => w.Watched.Section.Id == section)?.Tally;
        }
    }

    /// <summary>Remembers the entries it crossed; the outcome with a section's finding, where it crossed an exit.</summary>
    /// <param name="exemptions">Who stands there is no case of the section.</param>
    public TrackOutcome Judge(TrackOutcome outcome, ExemptionList? exemptions = null)
    {
        if (outcome.Gates.IsEmpty) return outcome;
        lock (gate)
        {
            foreach (var watch in watches)
            {
                // first the exit: who turns round at a camera that is both does not meet himself
                if (outcome.Section is null) outcome = watch.Exit(outcome, exemptions ?? ExemptionList.None);
                watch.Enter(outcome.Gates);
            }
        }
        return outcome;
    }

    private sealed class Watch(WatchedSection watched, ReadOnlyMemory<byte> file)
    {
        private readonly List<GatePassage> entered = [];
        private readonly long keepUs = (Patience * Lawful(watched.Section)) + SlackUs;

        public WatchedSection Watched => watched;
        public ReadOnlyMemory<byte> File => file;
        public Tally Tally { get; private set; }

        public void Enter(ImmutableArray<GatePassage> gates)
        {
            foreach (var gate in gates.Where(g => g.Camera == watched.Section.FromCamera && g.Gate == watched.FromGate && g.Plate is not null))
            {
                entered.RemoveAll(e => e.LatestUtcUs < gate.EarliestUtcUs - keepUs);
                entered.Add(gate);
                Tally = Tally with { Entered = Tally.Entered + 1 };
            }
        }

        public TrackOutcome Exit(TrackOutcome outcome, ExemptionList exemptions)
        {
            if (outcome.Gates.FirstOrDefault(g => g.Camera == watched.Section.ToCamera && g.Gate == watched.ToGate) is not { Plate: { } plate } exit) return outcome;
            var same = entered.Where(e => e.Plate == plate && e.EarliestUtcUs < exit.LatestUtcUs).ToImmutableArray();
            if (same.IsEmpty) return outcome;
            var judged = Exempting.Judge(new SectionSetup(watched, file, same).Judge(outcome), exemptions);
            // one drive through is judged once, also where it crosses the exit again
            entered.RemoveAll(e => same.Contains(e));
            Tally = Tally with { Joined = Tally.Joined + 1, TooFast = Tally.TooFast + (judged.Findings[^1].Verdict is Verdict.Broken ? 1 : 0) };
            return judged;
        }

        /// <summary>The shortest lawful time of the slowest class, µs.</summary>
        private static long Lawful(Section section) =>
            (long)section.Parts.Sum(part => part.Max(p => p.Millimetres * 3_600_000_000m / p.Limit.MmPerHour));
    }
}
