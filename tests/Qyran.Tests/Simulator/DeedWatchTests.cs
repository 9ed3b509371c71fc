using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Measure.Scoring.Runs;
using Qyran.Rules;
using Qyran.Simulator;
using Qyran.Tests.Rules;

namespace Qyran.Tests.Simulator;

/// <summary>Violations are told by where the body is and by the scene's own settings.</summary>
public sealed class DeedWatchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-deeds-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Settings_left_out_are_the_rule_books() =>
        Assert.All(RuleValues.Known, k => Assert.Equal(RuleBook.SettingsOf(k.Rule).Single(s => s.Name == k.Name).Default, k.Default));

    [Theory]
    [InlineData(0, 1440, 1)]
    [InlineData(420, 600, 0)]
    [InlineData(1320, 360, 1)]
    [InlineData(1320, 360, 0)]
    [InlineData(480, 480, 1)]
    public void A_bus_lane_is_reserved_in_the_hours_of_the_rule(int from, int until, int weekends)
    {
        var set = Drive.Rule("bus-lane", ("from_min", from), ("until_min", until), ("weekends", weekends), ("utc_offset_min", 300));
        var (rule, truth) = (BusLaneSettings.From(set), new ReservedHours(new RuleValues([set])));
        for (var hour = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero); hour.Day < 30; hour = hour.AddMinutes(30))
            Assert.True(rule.HoldsAt(hour.ToOffset(TimeSpan.FromHours(5))) == truth.HoldAt(hour), $"{hour:R}");
    }

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

    // out over the line into the lane "down", which leads the other way and beside which the line ends before the way back
    [Theory]
    [InlineData("up", "solid-line, wrong-way")]
    [InlineData("down", "wrong-way")]
    public void A_solid_line_binds_who_comes_from_its_lanes(string lane, string deeds) => Assert.Equal(deeds, Deeds(Scenarios.Need(Scenarios.Road($$"""
        lines:
          - { id: middle, kind: solid, points: [[0, 10], [0, 70]], lanes: [{{lane}}] }
        cast:
          - { at_s: 0, lane: up, does: cross_line, from_m: 100, to_m: 180, shift_m: -4, kmh: 60 }
        """)) with { Seconds = 9 }));

    // red from the beginning; over the line at about 5.5 s
    [Theory]
    [InlineData("run_red", "side", 0, 10, "")]
    [InlineData("run_red", "side", 0, 5, "red-light")]
    [InlineData("run_red", "side", 0, 5.3, "")] // less than the grace time ago
    [InlineData("run_red", "side", 8, 5, "red-light")]
    [InlineData("run_red", "ahead", 0, 10, "red-light")]
    [InlineData("drive", "side", 0, 10, "")]
    [InlineData("drive", "side", 8, 5, "")] // waits for it
    [InlineData("drive", "ahead", 0, 10, "")] // waits for green
    public void An_arrow_frees_its_turn_alone(string does, string via, double from, double lit, string deeds) => Assert.Equal(deeds, Deeds(Junction(does, via, from, lit)));

    [Fact]
    public void Its_traffic_drives_at_the_arrow_and_truth_and_scene_tell_of_it()
    {
        var world = new TrafficWorld(Junction("drive", "side", 8, 5));
        world.RunTo(16_000_000);
        Assert.True(Assert.Single(world.Vehicles).Pose(0).At.X > 5);
        world = new TrafficWorld(Junction("drive", "ahead", 0, 10));
        world.RunTo(16_000_000);
        Assert.InRange(Assert.Single(world.Vehicles).Pose(0).At.Y, 30, 40);

        var truth = Truth(Junction("drive", "side", 8, 5), out _);
        Assert.Equal([(SignalState.Off, 0L), (SignalState.Green, 8_000_000L), (SignalState.Off, 13_000_000L)], truth.Signals["head/right"].Select(p => (p.State, p.FromUs)));
        var scene = SceneFile.Read(File.ReadAllBytes(System.IO.Path.Combine(folder, "scene.yaml")), RuleBook.KnownRules, out var errors);
        Assert.Empty(errors);
        var head = Assert.Single(scene!.Signals);
        Assert.True(head.ArrowRight is { } arrow && arrow.X > head.Green.Right && Math.Abs(arrow.Y - head.Green.Y) < 1, "beside the green lamp");
        Assert.True(head is { ArrowLeft: null, ArrowStraight: null });
    }

    [Theory]
    [InlineData("arrows: [{ way: right, from_s: 0, lit_s: 100 }]", "lit for the whole cycle")]
    [InlineData("arrows: [{ way: right, from_s: 0, lit_s: 1 }, { way: right, from_s: 5, lit_s: 1 }]", "has an arrow already")]
    [InlineData("arrows: [{ way: up, from_s: 0, lit_s: 1 }]", "way")]
    [InlineData("for_people: yes, arrows: [{ way: left, from_s: 0, lit_s: 1 }]", "no part of a head")]
    public void Arrows_that_cannot_be_are_refused(string head, string why)
    {
        Assert.Null(Scenarios.Read(Scenarios.Road($"signals:\n  - {{ id: head, at: [6, 42], facing_deg: 180, green_s: 5, red_s: 20, {head} }}"), out var errors));
        Assert.Contains(errors, e => e.ToString().Contains(why, StringComparison.Ordinal));
    }

    private static Scenario Junction(string does, string via, double from, double lit) => Scenarios.Need(Scenarios.Road(FormattableString.Invariant($$"""
          - { id: ahead, path: [[2, 72], [2, 250]], kmh: 60 }
          - { id: side, path: [[10, 66], [120, 66]], kmh: 60 }
        ways:
          - { from: up, to: ahead }
          - { from: up, to: side }
        lines:
          - { id: stop, kind: stop, points: [[0.2, 40], [4, 40]], lanes: [up], signal: head }
        signals:
          - { id: head, at: [6, 42], facing_deg: 180, green_s: 5, yellow_s: 2, red_s: 60, red_yellow_s: 0, offset_s: -20, arrows: [{ way: right, from_s: {{20 + from}}, lit_s: {{lit}} }] }
        cast:
          - { at_s: 0, lane: up, does: {{does}}, kmh: 60, via: {{via}} }
        rules:
          - { rule: red-light, grace_ms: 500 }
        """)).Replace("[[2, -60], [2, 250]]", "[[2, -60], [2, 60]]", StringComparison.Ordinal)) with { Seconds = 20 };

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

    [Theory]
    [InlineData(90, "")] // 160 m from the camera: fast only where lanes and limits of the scene have ended
    [InlineData(200, "speeding")]
    public void Nobody_is_too_fast_beyond_the_scene_s_lanes(int stopsAtM, string rules)
    {
        var scenario = Scenarios.Need(Scenarios.Road($"cast:\n  - {{ at_s: 0, lane: down, does: stop, from_m: {stopsAtM}, for_s: 60, kmh: 80 }}\nlimits:\n  - {{ kmh: 15, basis: example }}")
            .Replace("focal_px: 330", "focal_px: 900", StringComparison.Ordinal).Replace("tilt_deg: 12", "tilt_deg: 4", StringComparison.Ordinal)) with { Seconds = 40 };
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
