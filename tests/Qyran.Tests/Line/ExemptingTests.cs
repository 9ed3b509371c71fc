using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Line;
using Qyran.Measure.Speeds;
using Qyran.Rules.Exemptions;

namespace Qyran.Tests.Line;

/// <summary>A bus-lane and a speeding finding of one vehicle, 10 s after its recording began at noon.</summary>
public sealed class ExemptingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Exemption Permit = new("123ABC02", ["bus-lane"], null, null, "permit 7", "city");

    [Fact]
    public void An_exempt_vehicle_has_kept_the_rule_it_is_exempt_from_and_no_other()
    {
        var outcome = Exempting.Judge(Outcome(Noon), new([Permit]));
        Assert.Equal("exempt: plate 123ABC02, basis permit 7", Assert.IsType<Verdict.Kept>(outcome.Findings[0].Verdict).Why);
        Assert.Equal(Permit, outcome.Findings[0].Exempt);
        Assert.IsType<Verdict.Broken>(outcome.Findings[1].Verdict);
        Assert.All(Exempting.Judge(Outcome(Noon), new([Permit with { Rules = [] }])).Findings, f => Assert.IsType<Verdict.Kept>(f.Verdict));
        Assert.Equal(outcome.Findings.ToArray(), Exempting.Judge(outcome, new([Permit])).Findings.ToArray());
    }

    [Theory]
    [InlineData(null, 10, false)] // up to the instant, which is outside
    [InlineData(null, 11, true)]
    [InlineData(10, null, true)]
    [InlineData(11, null, false)]
    [InlineData(9, 11, true)]
    public void It_holds_at_the_offences_own_instant(int? from, int? until, bool holds)
    {
        var permit = Permit with { From = from is { } f ? Noon.AddSeconds(f) : null, Until = until is { } u ? Noon.AddSeconds(u) : null };
        Assert.Equal(holds, Exempting.Judge(Outcome(Noon), new([permit])).Findings[0].Verdict is Verdict.Kept);
    }

    [Fact]
    public void Where_the_hour_is_not_known_one_for_a_time_leaves_it_undecided_and_one_for_good_holds()
    {
        var dated = Permit with { Until = Noon.AddYears(1) };
        Assert.Equal("the hour is not known, and its plate is exempt for a given time", Assert.IsType<Verdict.Undecided>(Exempting.Judge(Outcome(null), new([dated])).Findings[0].Verdict).Why);
        Assert.IsType<Verdict.Kept>(Exempting.Judge(Outcome(null), new([dated, Permit])).Findings[0].Verdict);
    }

    [Theory]
    [InlineData("123ABCO2")]
    [InlineData(null)]
    public void Another_plate_and_one_that_was_not_accepted_have_none(string? plate) =>
        Assert.All(Exempting.Judge(Outcome(Noon, plate), new([Permit])).Findings, f => Assert.IsType<Verdict.Broken>(f.Verdict));

    [Fact]
    public void By_a_list_that_nobody_can_read_nobody_is_accused_by_his_plate()
    {
        Assert.All(Exempting.Judge(Outcome(Noon), ExemptionList.Unreadable).Findings, f => Assert.IsType<Verdict.Undecided>(f.Verdict));
        Assert.All(Exempting.Judge(Outcome(Noon, null), ExemptionList.Unreadable).Findings, f => Assert.IsType<Verdict.Broken>(f.Verdict));
    }

    [Fact]
    public void What_cannot_be_opened_says_why()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "qyran_exemptions: 1\nexemptions:\n  - { plate: 1, by: x }\n");
            Assert.Contains("line 3, exemptions[0].by: is not known here", Exempting.Open(path).Failure!.Text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Equal(FailureKind.NotFound, Exempting.Open(path).Failure!.Kind);
    }

    private static TrackOutcome Outcome(DateTimeOffset? began, string? plate = "123 ABC 02")
    {
        long? offset = began is { } b ? (b - DateTimeOffset.UnixEpoch).Ticks / 10 : null;
        CaptureTime At(long us) => new(us, null, offset, TimeQuality.Exact);
        var passage = new Passage("p1", 1, RoadUser.Car, At(8_000_000), At(14_000_000), "1", "along", null, null) { Plate = plate is null ? null : new PassagePlate(plate, 0.99, "KZ", 200, 8_000_000, 5) };
        var broken = new Verdict.Broken("it was there", 10_000_000, ImmutableSortedDictionary<string, string>.Empty, [10_000_000]);
        return new TrackOutcome(null!, passage, null, [new("bus-lane", null, broken), new("speeding", null, broken)], ImmutableDictionary<string, SignalTimeline>.Empty, new(TimeQuality.Exact, 0, "", []))
        {
            Measuring = SpeedSettings.Default,
        };
    }
}
