using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>A bad scenario ends in words that name line, field and what is wanted.</summary>
public sealed class ScenarioFileTests
{
    [Fact]
    public void A_small_road_is_read() => Assert.NotNull(Scenarios.Read(Scenarios.Road(), out _));

    [Theory]
    [InlineData("qyran_scenario: 1", "qyran_scenario: 9", 1, "qyran_scenario", "version 1")]
    [InlineData("seconds: 6", "secnds: 6", 3, "secnds", "did you mean 'seconds'?")]
    [InlineData("seconds: 6", "seconds: -6", 3, "seconds", "from")]
    [InlineData("focal_px: 330", "focal_px: 330, exposure_ms: 50", 6, "cameras[0].exposure_ms", "longer than the 40 ms between two frames")]
    [InlineData("focal_px: 330", "focal_px: wide", 6, "cameras[0].focal_px", "finite number")]
    [InlineData("width: 320", "width: 321", 6, "cameras[0].width", "odd")]
    [InlineData("path: [[2, -60], [2, 250]]", "path: [[2, -60]]", 10, "lanes[0].path", "at least 2")]
    [InlineData("path: [[2, -60], [2, 250]]", "path: [[2, .nan], [2, 250]]", 10, "lanes[0].path[0][1]", "finite number")]
    [InlineData("id: down", "id: up", 11, "lanes[1].id", "taken")]
    [InlineData("kmh: 60 }", "kmh: 60, left: side }", 10, "lanes[0].left", "not in lanes")]
    public void A_mistake_is_named_with_its_line_and_field(string right, string wrong, int line, string field, string says)
    {
        var text = Scenarios.Road();
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.Null(Scenarios.Read(string.Concat(text.AsSpan(0, at), wrong, text.AsSpan(at + right.Length)), out var errors));
        var error = Assert.Single(errors, e => e.Field == field);
        Assert.Equal(line, error.Line);
        Assert.Contains(says, error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flows:\n  - { lane: sideways, per_hour: 100 }", "flows[0].lane", "not in lanes")]
    [InlineData("flows:\n  - { lane: up, per_hour: 100, mix: { rocket: 1 } }", "flows[0].mix.rocket", "not known")]
    [InlineData("cast:\n  - { at_s: 1, lane: up, does: fly }", "cast[0].does", "known are")]
    [InlineData("cast:\n  - { at_s: 1, lane: up, does: speed }", "cast[0].does", "needs kmh")]
    [InlineData("cast:\n  - { at_s: 1, lane: up, does: cross_line }", "cast[0].does", "from_m")]
    [InlineData("cast:\n  - { at_s: 1, lane: up, does: drive, country: XX }", "cast[0].country", "no plate layout")]
    [InlineData("people:\n  - { count: 3 }", "people[0]", "either path or area")]
    [InlineData("rules:\n  - { rule: teleporting }", "rules[0].rule", "unknown rule")]
    [InlineData("ways:\n  - { from: up, to: down }\n  - { from: up, to: down, share: 2 }", "ways[1].to", "second time")]
    [InlineData("signals:\n  - { id: s, at: [5, 40], facing_deg: 180, green_s: 0, yellow_s: 0, red_s: 0, red_yellow_s: 0 }", "signals[0].green_s", "less than 1 s")]
    [InlineData("lines:\n  - { id: a, kind: stop, points: [[0, 40], [4, 40]] }\n  - { id: b, kind: stop, points: [[0, 50], [4, 50]] }", "lines[1].points", "already, a")]
    [InlineData("markings:\n  - { kind: solid, points: [[0, 0], [0, 20000]] }", "markings[0].points[1]", "10000 m")]
    [InlineData("signals:\n  - { id: s, at: [-10001, 40], facing_deg: 180, green_s: 5, red_s: 5 }", "signals[0].at", "10000 m")]
    [InlineData("cast:\n  - { at_s: 1, lane: up, does: drive, plate: 01kg777 }", "cast[0].plate", "capital letters")]
    [InlineData("faults: { declared_fps: 25, clock_step_at_s: 3, clock_step_ms: 100 }", "faults.clock_step_at_s", "declared_fps")]
    [InlineData("faults: { declared_fps: 25, late_percent: 3 }", "faults.late_percent", "declared_fps")]
    [InlineData("faults: { clock_step_ms: 500 }", "faults.clock_step_ms", "without clock_step_at_s")]
    [InlineData("faults: { clock_step_at_s: 0.5 }", "faults.clock_step_at_s", "without clock_step_ms")]
    [InlineData("faults: { late_percent: 50 }", "faults.late_percent", "without late_ms")]
    [InlineData("faults: { late_ms: 12 }", "faults.late_ms", "without late_percent")]
    [InlineData("faults: { late_percent: 3, late_ms: 40 }", "faults.late_ms", "below the 40 ms between two frames of the camera 'cam'")]
    [InlineData("lines:\n  - { id: a, kind: count, points: [[0, 40], [4, 40]] }\nsections:\n  - { from_line: a, to_line: a, kmh: 60 }", "sections[0].to_line", "less than 1 m")]
    [InlineData("lines:\n  - { id: a, kind: count, points: [[0, 40], [4, 40]] }\n  - { id: b, kind: entry, points: [[0, 80], [4, 80]] }\nsections:\n  - { from_line: a, to_line: b, kmh: 60 }", "sections[0].to_line", "the kind entry")]
    public void A_mistake_in_what_happens_is_named_too(string more, string field, string says)
    {
        Assert.Null(Scenarios.Read(Scenarios.Road(more), out var errors));
        Assert.Contains(errors, e => e.Field == field && e.Text.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_way_that_begins_where_it_ends_is_named()
    {
        Assert.Null(Scenarios.Read(Scenarios.Road("ways:\n  - { from: up, to: down }").Replace("[[-2, 250]", "[[2, 250]", StringComparison.Ordinal), out var errors));
        Assert.Contains(errors, e => e.Field == "ways[0].to" && e.Text.Contains("lane up ends", StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_at_least_twelve_shipped_and_all_are_read()
    {
        var names = Directory.GetFiles(Scenarios.Folder, "*.yaml");
        Assert.True(names.Length >= 12);
        foreach (var name in names) Assert.Equal(System.IO.Path.GetFileNameWithoutExtension(name), Scenarios.Load(System.IO.Path.GetFileNameWithoutExtension(name)).Name);
    }

    [Fact]
    public void Plates_of_every_country_with_a_layout_may_have_a_share_and_no_others()
    {
        var shares = string.Join(", ", PlateLayouts.Countries.Select(c => c + ": 1"));
        Assert.Equal(string.Join(' ', PlateLayouts.Countries), string.Join(' ', Scenarios.Need(Scenarios.Road("plates: { " + shares + " }")).Plates.Keys));
        Assert.Equal("US", Scenarios.Need(Scenarios.Road("cast:\n  - { at_s: 1, lane: up, does: drive, country: US }")).Cast[0].Country);
        Assert.Null(Scenarios.Read(Scenarios.Road("plates: { XX: 1 }"), out var errors));
        Assert.Contains(errors, e => e.Field == "plates.XX");
    }
}
