using System.Text.Json;
using Qyran.Simulator;
using Qyran.Tests.Simulator;

namespace Qyran.Tests.Cli;

/// <summary>The whole line at a camera that reads plates: made up, filmed, analysed by the real program with the shipped models and held against the truth.</summary>
public sealed class GateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-gate-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Large_plates_of_every_country_are_read_and_none_is_misread()
    {
        Assert.IsType<SimulateOutcome.Done>(Simulation.Run(new(Scenarios.Load("gate"), $"{folder}/made", Seconds: 14, null, null, TruthOnly: false), _ => { }, default));
        var analysed = QyranProcess.RunShipped("analyze", $"{folder}/made/video.mp4", "--scene", $"{folder}/made/scene.yaml", "--out", $"{folder}/results", "--no-decode-cost");
        Assert.True(analysed.Code == 0, analysed.Error);
        var scored = QyranProcess.Run("score", "run", "--truth", $"{folder}/made", "--result", $"{folder}/results", "--json");
        Assert.True(scored.Code == 0, scored.Error);
        using var json = JsonDocument.Parse(scored.Out);
        var figures = json.RootElement.GetProperty("figures");
        Assert.InRange(figures.GetProperty("run/plates/exact_from_14_px").GetDouble(), 0.9, 1);
        Assert.Equal(1, figures.GetProperty("run/plates/precision").GetDouble());
    }
}
