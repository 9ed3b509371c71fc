using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

public sealed class RuleBookTests
{
    private static readonly Drive RunsRedAndStops = Drive.Along((0, 250, 460), (2.6, 250, 200), (9, 250, 200));

    [Fact]
    public void Only_the_rules_switched_on_are_judged_in_the_scenes_order() =>
        Assert.Equal(["solid-line", "red-light"],
            RuleBook.Judge(RunsRedAndStops.Facts(Drive.Rule("solid-line"), Drive.Rule("red-light"))).Select(f => f.Rule));

    [Fact]
    public void Running_red_and_stopping_behind_the_line_is_one_case()
    {
        var findings = RuleBook.Judge(RunsRedAndStops.Facts(Drive.Rule("stop-line"), Drive.Rule("red-light")));
        Assert.Equal("judged as driving past the red signal", Assert.IsType<Verdict.Kept>(findings[0].Verdict).Why);
        Assert.IsType<Verdict.Broken>(findings[1].Verdict);
    }

    [Fact]
    public void A_setting_keeps_both_cases() =>
        Assert.All(RuleBook.Judge(RunsRedAndStops.Facts(Drive.Rule("stop-line", ("beside_red_light", 1)), Drive.Rule("red-light"))),
            f => Assert.IsType<Verdict.Broken>(f.Verdict));

    [Fact]
    public void What_a_rules_settings_rest_on_stands_among_the_facts_where_the_scene_states_it()
    {
        static ImmutableSortedDictionary<string, string> Facts(RuleSetting set) =>
            Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(RunsRedAndStops.Facts(set))).Verdict).Facts;
        var bare = Facts(Drive.Rule("red-light"));
        Assert.DoesNotContain(bare.Keys, k => k.StartsWith("settings_", StringComparison.Ordinal));
        var stated = Facts(Drive.Rule("red-light") with { Basis = "order 15, item 3", ApprovedBy = "city" });
        Assert.Equal(bare.Add("settings_basis", "order 15, item 3").Add("settings_approved_by", "city"), stated);
    }

    [Fact]
    public void A_person_on_foot_is_not_judged() =>
        Assert.All(RuleBook.Judge((RunsRedAndStops with { Class = RoadUser.Person }).Facts(Drive.Rule("red-light"))),
            f => Assert.IsType<Verdict.Kept>(f.Verdict));

    [Theory]
    [InlineData("grace_ms", 999999, "grace_ms from 0 to 10000")]
    [InlineData("grace", 1, "no setting grace")]
    public void A_wrong_setting_is_named(string name, int value, string text)
    {
        var failure = RuleBook.Check(RunsRedAndStops.Facts(Drive.Rule("red-light", (name, value))).Scene);
        Assert.Contains(text, failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hours_of_a_bus_lane_need_their_time_zone()
    {
        string? Fault(params (string, decimal)[] values) => RuleBook.Check((RunsRedAndStops with { Only = [RoadUser.Bus] }).Facts(Drive.Rule("bus-lane", values)).Scene)?.Text;
        Assert.Null(Fault());
        Assert.Contains("bus-lane needs utc_offset_min", Fault(("from_min", 420), ("until_min", 600)), StringComparison.Ordinal);
        Assert.Contains("bus-lane needs utc_offset_min", Fault(("weekends", 0)), StringComparison.Ordinal);
        Assert.Null(Fault(("from_min", 420), ("until_min", 600), ("utc_offset_min", 0)));
        Assert.Contains("bus-lane needs from_min and until_min that differ", Fault(("from_min", 480), ("until_min", 480), ("utc_offset_min", 0)), StringComparison.Ordinal);

        // one that was stored before it was asked for runs on, and nobody is accused by it
        var stored = (RunsRedAndStops with { Only = [RoadUser.Bus] }).Facts(Drive.Rule("bus-lane", ("from_min", 420), ("until_min", 1200)));
        Assert.Null(RuleBook.CheckTaken(stored.Scene));
        Assert.Contains("offset from UTC is not given", Assert.IsType<Verdict.Undecided>(Assert.Single(RuleBook.Judge(stored)).Verdict).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_without_what_it_needs_is_refused()
    {
        var scene = RunsRedAndStops.Facts(Drive.Rule("speeding"), Drive.Rule("red-light"), Drive.Rule("wrong-way")).Scene;
        Assert.Contains("the rule speeding needs a limit", RuleBook.Check(scene)!.Text, StringComparison.Ordinal);
        var bare = RuleBook.Check(scene with { Lines = [], Lanes = [], Survey = null })!.Text;
        Assert.Contains("red-light needs a line of the kind stop with a signal", bare, StringComparison.Ordinal);
        Assert.Contains("wrong-way needs a lane with a direction", bare, StringComparison.Ordinal);
        Assert.Contains("speeding needs a survey", bare, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_default_is_within_its_bounds_and_every_id_is_its_own()
    {
        Assert.All(RuleBook.Rules, r => Assert.All(r.Settings, s => Assert.InRange(s.Default, s.Least, s.Most)));
        Assert.Equal(RuleBook.Rules.Length, RuleBook.KnownRules.Count);
        Assert.All(RuleBook.Rules, r => Assert.Equal(r.Settings.Length, r.Settings.Select(s => s.Name).Distinct().Count()));
    }
}
