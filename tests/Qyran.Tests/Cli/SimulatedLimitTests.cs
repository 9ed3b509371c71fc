using System.Text.Json;
using Qyran.Simulator;
using Path = System.IO.Path;
using Qyran.Tests.Simulator;

namespace Qyran.Tests.Cli;

/// <summary>
/// The whole line on cuts of two shipped scenarios: made up, filmed, analysed by the real program with the shipped models and held against the truth. Fails when
/// it gets worse than <c>bench/accuracy/limits.json</c> allows; needs no material.
/// </summary>
public sealed class SimulatedLimitTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-limit-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("gate", 14, 1920, 1080)] // large plates of every country; nobody breaks a rule
    [InlineData("junction", 30, 1280, 720)] // four rules are broken, one of them at a signal
    public void The_whole_line_keeps_within_its_limits(string name, int seconds, int width, int height)
    {
        Assert.IsType<SimulateOutcome.Done>(Simulation.Run(new(Scenarios.Load(name), $"{folder}/made", seconds, null, (width, height), TruthOnly: false), _ => { }, TestContext.Current.CancellationToken));
        var analysed = QyranProcess.RunShipped("analyze", $"{folder}/made/video.mp4", "--scene", $"{folder}/made/scene.yaml", "--out", $"{folder}/results", "--no-decode-cost");
        Assert.True(analysed.Code == 0, analysed.Error);
        var scored = QyranProcess.Run("score", "run", "--truth", $"{folder}/made", "--result", $"{folder}/results", "--json");
        Assert.True(scored.Code == 0, scored.Error);
        using var json = JsonDocument.Parse(scored.Out);
        using var limits = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Material.Project, "bench/accuracy/limits.json")));
        var (figures, limit) = (json.RootElement.GetProperty("figures"), limits.RootElement.GetProperty("simulated").GetProperty(name));
        Assert.All(limit.GetProperty("least").EnumerateObject(), l => Assert.True(Of(l.Name) >= l.Value.GetDouble(), FormattableString.Invariant($"{name}: {l.Name} {Of(l.Name)}, at least {l.Value}")));
        Assert.All(limit.GetProperty("most").EnumerateObject(), l => Assert.True(Of(l.Name) <= l.Value.GetDouble(), FormattableString.Invariant($"{name}: {l.Name} {Of(l.Name)}, at most {l.Value}")));

        double Of(string figure) => figures.GetProperty("run/" + figure).GetDouble();
    }
}
