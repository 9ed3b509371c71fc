using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Scenes;
using Qyran.Rules;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>The shipped scenarios, and small ones written on the spot.</summary>
internal static class Scenarios
{
    public static readonly string Folder = FindFolder();

    public static TheoryData<string> Shipped() => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static Scenario Load(string name)
    {
        var scenario = ScenarioFile.Read(File.ReadAllBytes(System.IO.Path.Combine(Folder, name + ".yaml")), RuleBook.KnownRules, out var errors);
        Assert.True(scenario is not null, string.Join('\n', errors));
        return scenario;
    }

    public static Scenario? Read(string yaml, out ImmutableArray<SceneError> errors) => ScenarioFile.Read(Encoding.UTF8.GetBytes(yaml), RuleBook.KnownRules, out errors);

    /// <summary>A text that must be right.</summary>
    public static Scenario Need(string yaml)
    {
        var scenario = Read(yaml, out var errors);
        Assert.True(scenario is not null, string.Join('\n', errors));
        return scenario;
    }

    /// <summary>One straight road with a lane, a camera over it and whatever is added.</summary>
    public static string Road(string more = "") => $$"""
        qyran_scenario: 1
        name: road
        seconds: 6
        warmup_s: 0
        cameras:
          - { id: cam, width: 320, height: 180, at: [4, 0], height_m: 7, tilt_deg: 12, focal_px: 330, k1: -0.08, k2: 0.01 }
        roads:
          - { id: main, line: [[0, -100], [0, 300]], width_m: 8 }
        lanes:
          - { id: up, path: [[2, -60], [2, 250]], kmh: 60 }
          - { id: down, path: [[-2, 250], [-2, -60]], kmh: 60 }
        {{more}}
        """;

    private static string FindFolder()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(at, "Qyran.slnx"))) at = System.IO.Path.GetDirectoryName(at)!;
        return System.IO.Path.Combine(at, "scenarios");
    }
}
