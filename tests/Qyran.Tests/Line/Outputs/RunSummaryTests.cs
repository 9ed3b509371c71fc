using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Domain.Units;
using Qyran.Line.Outputs;
using Qyran.Rules;
using Qyran.Rules.Sections;

namespace Qyran.Tests.Line.Outputs;

public sealed class RunSummaryTests
{
    private static readonly CaptureTime At = new(0, null, null, TimeQuality.Exact);
    private static readonly Scene Watched = SampleScene.Junction(640, 360) with { Rules = [new RuleSetting("speeding", null, ImmutableSortedDictionary<string, decimal>.Empty)] };

    /// <summary>A run of so many passages without cases; null is one of a valid speed.</summary>
    internal static RunSummary Of(Scene scene, params string?[] refused)
    {
        var none = ImmutableSortedDictionary<string, int>.Empty;
        return new("street.mp4", scene.Name, scene.Hash, "motion", "0.1.0", 250, 10, 2, 1.5, null, 0, refused.Length, refused.Count(r => r is null), none, none, TimeQuality.Exact, "steady", [], "survey-1", null, false)
        {
            Rules = [.. scene.Rules.Select(r => r.Rule)],
            Speeding = SpeedingCount.Of(scene, Passages(refused)),
        };
    }

    internal static ImmutableArray<Passage> Passages(params string?[] refused) =>
        [.. refused.Select((why, i) => new Passage($"p{i}", i, RoadUser.Car, At, At, null, null, why is null ? new SpeedReading(Speed.FromKmh(50), Speed.FromKmh(1), "survey-1") : null, why))];

    [Fact]
    public void How_many_passages_speeding_could_not_judge_stands_there_with_why()
    {
        var summary = Of(Watched, null, "the source's capture times are made up", "the vehicle was followed over 3.1 m; at least 25 m are needed", "the vehicle was followed over 8.9 m; at least 25 m are needed");
        var speeding = Json(summary).GetProperty("speeding");
        Assert.Equal((1, 3), (speeding.GetProperty("measured").GetInt32(), speeding.GetProperty("without_speed").GetInt32()));
        Assert.Equal(2, speeding.GetProperty("why").GetProperty("the vehicle was followed over … m; at least 25 m are needed").GetInt32());
        Assert.Equal("1 passage was measured, 3 have no valid speed (2 × the vehicle was followed over … m; at least 25 m are needed; 1 × the source's capture times are made up)", summary.Speeding!.Text);
        Assert.Equal("speeding", Assert.Single(Json(summary).GetProperty("rules").EnumerateArray()).GetString());
    }

    [Fact]
    public void How_long_it_was_hazy_stands_there_where_it_was()
    {
        Assert.False(Json(Of(Watched)).TryGetProperty("hazy_seconds", out _));
        Assert.Equal(7, Json(Of(Watched) with { HazySeconds = 7 }).GetProperty("hazy_seconds").GetInt32());
    }

    [Fact]
    public void That_all_kept_the_rules_is_claimed_only_where_all_were_judged()
    {
        Assert.True(Of(Watched, null, null).AllKept);
        Assert.False(Of(Watched, null, "the survey expired on 2026-01-01").AllKept);
        Assert.False((Of(Watched, null, null) with { Undecided = ImmutableSortedDictionary<string, int>.Empty.Add("wrong-way", 1) }).AllKept);
        Assert.False((Of(Watched, null, null) with { Stopped = true }).AllKept);
        Assert.False((Of(Watched, null, null) with { Rules = ["speeding", AverageSpeed.Rule] }).AllKept);
        // a rule that needs no speed judges without one; no rule judges nothing
        var unmeasured = Of(Watched with { Rules = [Watched.Rules[0] with { Rule = "solid-line" }] }, "the scene has no survey");
        Assert.True(unmeasured.AllKept);
        Assert.False(Json(unmeasured).TryGetProperty("speeding", out _));
        Assert.False(Of(Watched with { Rules = [] }, null, null).AllKept);
        Assert.False(Of(Watched).AllKept);
    }

    [Fact]
    public void What_was_exempt_is_counted_and_no_rule_was_kept_by_all_then()
    {
        var exempt = Of(Watched, null, null) with { Exempt = ImmutableSortedDictionary<string, int>.Empty.Add("bus-lane", 2) };
        Assert.Equal(2, Json(exempt).GetProperty("exempt").GetProperty("bus-lane").GetInt32());
        Assert.False(exempt.AllKept);
        Assert.True((exempt with { Exempt = ImmutableSortedDictionary<string, int>.Empty }).AllKept);
        Assert.False(Json(Of(Watched, null, null)).TryGetProperty("exempt", out _));
    }

    [Fact]
    public void Every_count_line_stands_there_with_both_ways()
    {
        var counts = LineCount.Of(Watched, new Dictionary<(string Line, CountWay Way, RoadUser Class), int> { [("count", CountWay.Down, RoadUser.Car)] = 12, [("count", CountWay.Down, RoadUser.Truck)] = 1 });
        var lines = Json(Of(Watched, null, null) with { CountLines = counts }).GetProperty("count_lines");
        Assert.Equal(["count up 0 {}", """count down 13 {"car":12,"truck":1}"""], lines.EnumerateArray().Select(l =>
            $"{l.GetProperty("line").GetString()} {l.GetProperty("way").GetString()} {l.GetProperty("vehicles").GetInt32()} {l.GetProperty("classes").GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings("")}"));
        Assert.False(Json(Of(Watched, null, null)).TryGetProperty("count_lines", out _));
    }

    [Fact]
    public void That_nothing_was_counted_in_a_view_that_moved_stands_there_with_how_many_passed()
    {
        Assert.Equal(2, Json(Of(Watched, null, null) with { Uncounted = 2 }).GetProperty("uncounted").GetInt32());
        Assert.False(Json(Of(Watched, null, null)).TryGetProperty("uncounted", out _));
    }

    private static JsonElement Json(RunSummary summary)
    {
        using var json = JsonDocument.Parse(summary.Json());
        return json.RootElement.Clone();
    }
}
