using System.Text.Json;
using Qyran.Cli.Scoring;

namespace Qyran.Tests.Measure.Scoring;

/// <summary>Two public sequences, where they are there: fails when the tracker gets worse on them than <c>bench/accuracy/limits.json</c> allows.</summary>
public sealed class AccuracyLimitTests
{
    [Theory]
    [InlineData("TUD-Campus")]
    [InlineData("ETH-Sunnyday")]
    public void The_tracker_keeps_within_its_limits(string name)
    {
        Material.Need($"mot/mot15/{name}");
        Material.Need($"mot/sort/data/train/{name}");
        using var limits = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Material.Project, "bench/accuracy/limits.json")));
        var limit = limits.RootElement.GetProperty("tracks").GetProperty(name);
        var sets = ScoreBenchmarks.Run(Material.Root, [name], out var failure);
        Assert.Null(failure);
        var score = sets.Single().Sequences.Single().Score;
        Least("hota", 100 * score.Hota.Value);
        Least("idf1", 100 * score.Identity.F1);
        Least("mota", 100 * score.Clear.Mota);
        Assert.True(score.Clear.Switches <= limit.GetProperty("most_switches").GetInt32(), $"{name}: {score.Clear.Switches} switches, allowed {limit.GetProperty("most_switches")}");

        void Least(string figure, double value) =>
            Assert.True(value >= limit.GetProperty(figure).GetDouble(), FormattableString.Invariant($"{name}: {figure} {value:0.0}, at least {limit.GetProperty(figure)}"));
    }
}
