using Qyran.Measure.Scoring.Runs;
using Qyran.Rules;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>Violations are told by where the body is and by the scene's own settings.</summary>
public sealed class DeedWatchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-deeds-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Settings_left_out_are_the_rule_books() =>
        Assert.All(RuleValues.Known, k => Assert.Equal(RuleBook.SettingsOf(k.Rule).Single(s => s.Name == k.Name).Default, k.Default));

    // 50 m beside its own lane, on a Friday at 10:00 of UTC+5
    [Theory]
    [InlineData(-4, "rule: wrong-way", "wrong-way")]
    [InlineData(-4, "rule: wrong-way, min_metres: 200", "")]
    [InlineData(-4, "rule: wrong-way, min_ms: 20000", "")]
    [InlineData(3.6, "rule: bus-lane", "bus-lane")]
    [InlineData(3.6, "rule: bus-lane, min_metres: 200", "")]
    [InlineData(3.6, "rule: bus-lane, from_min: 420, until_min: 600, utc_offset_min: 300", "")]
    [InlineData(3.6, "rule: bus-lane, from_min: 420, until_min: 600, utc_offset_min: 240", "bus-lane")]
    [InlineData(3.6, "rule: bus-lane, from_min: 1200, until_min: 660, utc_offset_min: 300", "bus-lane")]
    [InlineData(3.6, "rule: bus-lane, weekends: 0, utc_offset_min: 300", "bus-lane")]
    [InlineData(3.6, "rule: bus-lane, weekends: 0, utc_offset_min: 840", "")]
    public void A_lane_is_the_one_under_the_body(double shift, string rule, string deeds)
    {
        var text = Scenarios.Road($"cast:\n  - {{ at_s: 0, lane: up, does: cross_line, from_m: 90, to_m: 140, shift_m: {shift}, kmh: 60 }}\nrules:\n  - {{ {rule} }}")
            .Replace("  - { id: down,", "  - { id: bus, path: [[5.6, -60], [5.6, 250]], kmh: 50, only: [bus] }\n  - { id: down,", StringComparison.Ordinal)
            .Replace("warmup_s: 0", rule.Contains("840", StringComparison.Ordinal) ? "warmup_s: 0\nstart: 2026-06-12T10:30:00Z" : "warmup_s: 0", StringComparison.Ordinal);
        Assert.Equal(deeds, Deeds(Scenarios.Need(text) with { Seconds = 16 }));
    }

    // red from 1 s on, with yellow from 4 to 10 s in the first programme and without until 21 s in the second
    [Theory]
    [InlineData("run_red", "green_s: 5, yellow_s: 2, red_s: 3, red_yellow_s: 6, offset_s: 10", "red-light, red_yellow: 1", "red-light")]
    [InlineData("run_red", "green_s: 5, yellow_s: 2, red_s: 3, red_yellow_s: 6, offset_s: 10", "red-light, red_yellow: 0", "")]
    [InlineData("run_red", "green_s: 5, yellow_s: 2, red_s: 3, red_yellow_s: 6, offset_s: 10", "red-light, on_metres: 90", "")]
    [InlineData("past_stop_line", "green_s: 5, yellow_s: 1, red_s: 20, red_yellow_s: 0, offset_s: 21", "stop-line, grace_ms: 500", "stop-line")]
    [InlineData("past_stop_line", "green_s: 5, yellow_s: 1, red_s: 20, red_yellow_s: 0, offset_s: 21", "stop-line, grace_ms: 10000", "")]
    [InlineData("past_stop_line", "green_s: 5, yellow_s: 1, red_s: 20, red_yellow_s: 0, offset_s: 21", "red-light, grace_ms: 10000", "stop-line")]
    public void Red_is_what_each_rule_takes_for_it(string does, string programme, string rule, string deeds)
    {
        var scenario = Scenarios.Need(Scenarios.Road($$"""
            lines:
              - { id: stop, kind: stop, points: [[0.2, 40], [4, 40]], lanes: [up], signal: head }
            signals:
              - { id: head, at: [6, 42], facing_deg: 180, {{programme}} }
            cast:
              - { at_s: 0, lane: up, does: {{does}}, kmh: 60 }
            rules:
              - { rule: {{rule}} }
            """));
        Assert.Equal(deeds, Deeds(scenario with { Seconds = 19 }));
    }

    [Fact]
    public void A_camera_that_has_turned_away_sees_no_violation()
    {
        var scenario = Scenarios.Need(Scenarios.Road("cast:\n  - { at_s: 0, lane: up, does: cross_line, from_m: 90, to_m: 140, shift_m: -4, kmh: 60 }")) with { Seconds = 16 };
        Assert.Equal("wrong-way", Deeds(scenario));
        Assert.Equal("", Deeds(scenario, panDeg: 90));
    }

    // a camera behind the lamps cannot tell their state, so the scene has no stop line
    [Theory]
    [InlineData(180, "red-light")]
    [InlineData(0, "")]
    public void Over_a_stop_line_that_the_scene_leaves_out_nobody_is_accused(int facing, string deeds) => Assert.Equal(deeds, Deeds(Scenarios.Need(Scenarios.Road($$"""
        lines:
          - { id: stop, kind: stop, points: [[0.2, 40], [4, 40]], lanes: [up], signal: head }
        signals:
          - { id: head, at: [6, 42], facing_deg: {{facing}}, green_s: 5, yellow_s: 2, red_s: 9, red_yellow_s: 0, offset_s: 10 }
        cast:
          - { at_s: 0, lane: up, does: run_red, kmh: 60 }
        """)) with { Seconds = 9 }));

    // 132 m and 169 m away; the lines of a scene end at 140 m
    [Theory]
    [InlineData(-6, 130, "solid-line")]
    [InlineData(-4, 93, "")]
    public void Farther_than_the_scene_has_a_solid_line_nobody_is_accused_over_it(int at, int from, string deeds) => Assert.Equal(deeds, Deeds(Scenarios.Need(Scenarios.Road($$"""
        lines:
          - { id: middle, kind: solid, points: [[-0.5, 100], [-0.5, 240]] }
        cast:
          - { at_s: {{at}}, lane: down, does: cross_line, from_m: {{from}}, to_m: 170, kmh: 60 }
        """)) with { WarmupS = 6, Seconds = 1.5 }));

    [Theory]
    [InlineData("", "solid-line")]
    [InlineData(", lanes: [up]", "solid-line")]
    [InlineData(", lanes: [down]", "")]
    public void A_solid_line_holds_for_its_lanes(string lanes, string deeds) => Assert.Equal(deeds, Deeds(Scenarios.Need(Scenarios.Road($$"""
        lines:
          - { id: edge, kind: solid, points: [[3.9, 20], [3.9, 80]]{{lanes}} }
        cast:
          - { at_s: 0, lane: up, does: cross_line, from_m: 100, to_m: 120, shift_m: 3, kmh: 60 }
        """)) with { Seconds = 9 }));

    // stands from 13.4 s on before a signal that is red until 50 s, or until 10 s
    [Theory]
    [InlineData("green_s: 5, yellow_s: 2, red_s: 60, red_yellow_s: 0, offset_s: 50", "allowed_s: 5", "")]
    [InlineData("green_s: 5, yellow_s: 2, red_s: 60, red_yellow_s: 0, offset_s: 50", "allowed_s: 5, red_excuses: 0", "no-stopping")]
    [InlineData("green_s: 30, yellow_s: 2, red_s: 20, red_yellow_s: 0, offset_s: 10", "allowed_s: 5", "")]
    [InlineData("green_s: 30, yellow_s: 2, red_s: 20, red_yellow_s: 0, offset_s: 10", "allowed_s: 5, after_red_s: 5", "no-stopping")]
    [InlineData("green_s: 30, yellow_s: 2, red_s: 20, red_yellow_s: 0, offset_s: 10", "allowed_s: 10, after_red_s: 5", "")]
    public void Waiting_for_the_signal_and_for_the_queue_behind_it_is_no_stopping(string programme, string rule, string deeds) => Assert.Equal(deeds, Deeds(Scenarios.Need(Scenarios.Road($$"""
        lines:
          - { id: stop, kind: stop, points: [[0.2, 40], [4, 40]], lanes: [up], signal: head }
        zones:
          - { id: kerb, kind: no_stopping, area: [[0, 22], [4, 22], [4, 38], [0, 38]] }
        signals:
          - { id: head, at: [6, 42], facing_deg: 180, {{programme}} }
        cast:
          - { at_s: 0, lane: up, does: stop, from_m: 90, for_s: 60, kmh: 60 }
        rules:
          - { rule: no-stopping, {{rule}} }
        """)) with { Seconds = 24 }));

    [Fact]
    public void Who_is_never_listed_is_not_accused()
    {
        // crosses the line 132 m away, where it is lower than 4 px
        var scenario = Scenarios.Need(Scenarios.Road("""
            lines:
              - { id: middle, kind: solid, points: [[-0.5, 100], [-0.5, 240]] }
            cast:
              - { at_s: -6, lane: down, does: cross_line, from_m: 130, to_m: 150, kmh: 60 }
            """).Replace("focal_px: 330", "focal_px: 240", StringComparison.Ordinal)) with { WarmupS = 6, Seconds = 1.2 };
        Assert.Equal("solid-line", Deeds(scenario));
        var truth = Truth(scenario, out var counted);
        Assert.Empty(truth.Vehicles);
        Assert.Empty(truth.Violations);
        Assert.Equal(0, counted);
        // nor is anybody in a fog that hides it
        Assert.Equal("", Deeds(scenario with { Weather = scenario.Weather with { SightM = 100 } }));
    }

    [Theory]
    [InlineData("", "speeding")]
    [InlineData(", until: 2026-06-12T05:00:01Z", "")]
    public void Standing_at_the_end_makes_nobody_slower_and_a_limit_holds_at_its_time(string more, string rules)
    {
        var scenario = Scenarios.Need(Scenarios.Road($"cast:\n  - {{ at_s: 0, lane: up, does: stop, from_m: 130, for_s: 60, kmh: 80 }}\nlimits:\n  - {{ kmh: 20, basis: example{more} }}")) with { Seconds = 40 };
        Assert.Equal(rules, string.Join(", ", Truth(scenario, out _).Violations.Select(v => v.Rule)));
    }

    private static string Deeds(Scenario scenario, double panDeg = 0)
    {
        var world = new TrafficWorld(scenario);
        var plan = scenario.Cameras[0];
        var watch = new DeedWatch(scenario, world, new Camera(plan), SceneMaker.Make(scenario, plan)) { Camera = new Camera(plan, panDeg) };
        world.RunTo((long)(scenario.Seconds * 1e6), _ => watch.Step());
        return string.Join(", ", watch.Deeds.Select(d => d.Rule));
    }

    private RunTruth Truth(Scenario scenario, out int counted)
    {
        var outcome = Assert.IsType<SimulateOutcome.Done>(Simulation.Run(new(scenario, folder, null, null, null, TruthOnly: true), _ => { }, TestContext.Current.CancellationToken));
        counted = outcome.Cameras[0].Violations.Values.Sum();
        Assert.True(RunTruthText.TryRead(File.ReadAllBytes(System.IO.Path.Combine(folder, "truth.json")), out var truth, out var failure), failure?.Text);
        return truth!;
    }
}
