using Qyran.Rules;
using Qyran.Simulator;
using Path = System.IO.Path;

namespace Qyran.Tests.Server;

/// <summary>The demo's junction, small and short; made once for all tests.</summary>
internal static class DemoClip
{
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>A folder with video.mp4 and scene.yaml.</summary>
    public static string Folder => Made.Value;

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-demo-clip-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var scenario = ScenarioFile.Read(File.ReadAllBytes(Path.Combine(Material.Project, "scenarios", "junction.yaml")), RuleBook.KnownRules, out var errors);
        Assert.True(scenario is not null, string.Join("; ", errors));
        Assert.IsType<SimulateOutcome.Done>(Simulation.Run(new(scenario, Path.Combine(folder, "made"), Seconds: 26, null, (640, 360), TruthOnly: false), _ => { }, default));
        return Path.Combine(folder, "made");
    }
}
