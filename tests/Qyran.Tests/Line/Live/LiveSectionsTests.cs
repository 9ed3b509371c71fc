using Qyran.Domain.Cases;
using Qyran.Domain.Passages;
using Qyran.Domain.Plates;
using Qyran.Domain.Time;
using Qyran.Line;
using Qyran.Line.Live;
using Qyran.Measure.Speeds;
using Qyran.Rules.Exemptions;
using Qyran.Rules.Sections;
using Qyran.Tests.Rules.Sections;

namespace Qyran.Tests.Line.Live;

/// <summary>The shipped section, its two cameras running side by side in one program.</summary>
public sealed class LiveSectionsTests(SectionScenarioTests.Drive drive) : IClassFixture<SectionScenarioTests.Drive>
{
    [Fact]
    public void Who_passes_both_cameras_is_judged_at_the_exit_and_the_two_too_fast_are_found()
    {
        var sections = Watching();
        foreach (var entry in drive.Entry.Gates.Keys) Assert.Empty(Pass(sections, drive.Entry, entry).Findings);
        var accused = drive.Exit.Gates.Keys.Where(id => Pass(sections, drive.Exit, id).Findings is [{ Verdict: Verdict.Broken }]).Order();
        Assert.Equal(drive.Exit.Truth.Violations.Where(v => v.Rule == "average-speed").Select(v => v.Vehicle).Order(), accused);

        var tally = sections.Of(drive.Watched().Section.Id)!.Value;
        Assert.Equal((drive.Entry.Gates.Count, drive.Entry.Gates.Keys.Intersect(drive.Exit.Gates.Keys).Count(), 2), ((int)tally.Entered, (int)tally.Joined, (int)tally.TooFast));
    }

    [Fact]
    public void The_outcome_names_the_section_and_the_entry_that_its_pack_is_to_hold()
    {
        var sections = Watching();
        var id = TooFast();
        Pass(sections, drive.Entry, id);
        var outcome = Pass(sections, drive.Exit, id);
        var broken = Assert.IsType<Verdict.Broken>(Assert.Single(outcome.Findings).Verdict);
        Assert.Equal(File.ReadAllBytes(drive.SectionPath), outcome.Section!.File.ToArray());
        Assert.Contains(drive.Entry.Gates[id].Passage, outcome.Section.EntryOf(broken), StringComparison.Ordinal);
        Assert.Contains("\"box\"", outcome.Section.EntryOf(broken), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_was_not_at_the_entry_lately_and_who_has_no_plate_is_not_judged()
    {
        var sections = Watching();
        var id = TooFast();
        Assert.Null(Pass(sections, drive.Exit, id).Section);

        Pass(sections, drive.Entry, id, g => g with { Plate = null });
        Assert.Null(Pass(sections, drive.Exit, id).Section);

        Pass(sections, drive.Entry, id);
        Assert.Null(Pass(sections, drive.Exit, id, g => g with { Plate = null }).Section);
        // an hour later nobody is too fast: who came after made it forget the first
        const long hour = 3_600_000_000;
        Pass(sections, drive.Entry, id, g => g with { Plate = "ANOTHER", EarliestUtcUs = g.EarliestUtcUs + hour, LatestUtcUs = g.LatestUtcUs + hour });
        Assert.Null(Pass(sections, drive.Exit, id).Section);
    }

    [Fact]
    public void One_drive_through_is_judged_once_however_often_it_crosses_the_exit()
    {
        var sections = Watching();
        var id = TooFast();
        GatePassage Later(GatePassage g, long seconds) => g with { EarliestUtcUs = g.EarliestUtcUs + (seconds * 1_000_000), LatestUtcUs = g.LatestUtcUs + (seconds * 1_000_000) };
        Pass(sections, drive.Entry, id);
        Assert.NotNull(Pass(sections, drive.Exit, id).Section);
        Assert.Null(Pass(sections, drive.Exit, id, g => Later(g, 2)).Section);
        // round and through it again is another drive
        Pass(sections, drive.Entry, id, g => Later(g, 600));
        Assert.NotNull(Pass(sections, drive.Exit, id, g => Later(g, 600)).Section);
    }

    [Fact]
    public void A_section_that_stays_keeps_what_it_knows_when_others_are_changed()
    {
        var sections = Watching();
        var id = TooFast();
        Pass(sections, drive.Entry, id);
        var file = File.ReadAllBytes(drive.SectionPath);
        var other = drive.Watched();
        sections.Set([(other with { Section = other.Section with { Id = "other", FromCamera = "x", ToCamera = "y" } }, "other"u8.ToArray()), (drive.Watched(), file)]);
        Assert.NotNull(Pass(sections, drive.Exit, id).Section);
        sections.Set([]);
        Assert.Null(Pass(sections, drive.Exit, id).Section);
        Assert.Null(sections.Of("other"));
    }

    [Fact]
    public void Who_is_exempt_is_joined_and_no_case()
    {
        var sections = Watching();
        var id = TooFast();
        Pass(sections, drive.Entry, id);
        var (facts, gate) = (drive.Exit.Facts[id], drive.Exit.Gates[id]);
        var left = new TrackOutcome(facts.Track, facts.Passage with { Plate = new PassagePlate(gate.Plate!, 0.99, null, 1, 0, 3) }, null, [], facts.Signals, new(TimeQuality.Exact, 0, "", [])) { Measuring = SpeedSettings.Default, Gates = [gate] };
        var outcome = sections.Judge(left, new ExemptionList([new(PlateForm.Normalise(gate.Plate!), ["average-speed"], null, null, "permit 7", "city")]));
        Assert.Equal("permit 7", Assert.Single(outcome.Findings).Exempt?.Basis);
        var tally = sections.Of(drive.Watched().Section.Id)!.Value;
        Assert.Equal((1, 0), ((int)tally.Joined, (int)tally.TooFast));
    }

    private int TooFast() => drive.Exit.Truth.Violations.First(v => v.Rule == "average-speed").Vehicle;

    private LiveSections Watching()
    {
        var sections = new LiveSections();
        sections.Set([(drive.Watched(), File.ReadAllBytes(drive.SectionPath))]);
        return sections;
    }

    private static TrackOutcome Pass(LiveSections sections, SectionScenarioTests.Side side, int vehicle, Func<GatePassage, GatePassage>? changed = null)
    {
        var (facts, gate) = (side.Facts[vehicle], side.Gates[vehicle]);
        return sections.Judge(new TrackOutcome(facts.Track, facts.Passage, null, [], facts.Signals, new(TimeQuality.Exact, 0, "", [])) { Measuring = SpeedSettings.Default, Gates = [changed?.Invoke(gate) ?? gate] });
    }
}
