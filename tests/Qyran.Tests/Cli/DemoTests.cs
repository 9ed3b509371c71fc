using System.Security.Cryptography;
using Qyran.Cli;

namespace Qyran.Tests.Cli;

public sealed class DemoTests
{
    [Fact]
    public void The_clip_is_drawn_anew_where_its_scenario_or_the_simulator_has_changed()
    {
        var scenario = Simulator.Scenarios.Load("junction");
        var file = File.ReadAllBytes(Path.Combine(Simulator.Scenarios.Folder, "junction.yaml"));
        var name = DemoCommand.ClipName(file, scenario);
        // the hash of the scenario alone would keep what an older simulator drew
        Assert.Equal($"junction-{Qyran.Simulator.ScenarioFingerprint.Of(file, scenario)[..12]}", name);
        Assert.NotEqual($"junction-{Convert.ToHexStringLower(SHA256.HashData(file))[..12]}", name);
        Assert.NotEqual(name, DemoCommand.ClipName([.. file, (byte)'\n'], scenario));
    }
}
