using System.Globalization;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>The section file of a scenario with two cameras: what a surveyor would have found, exact by construction.</summary>
internal static class SectionText
{
    /// <summary>How every file begins that was written here.</summary>
    public const string Begins = "# Written by qyran simulate";

    /// <summary>Of the scenario's first section. Null when the scenario has no section, or no two cameras that see its ends.</summary>
    public static string? Of(Scenario scenario)
    {
        if (scenario.Sections.IsEmpty || scenario.Cameras.Length < 2) return null;
        var section = scenario.Sections[0];
        var (from, to) = (scenario.Lines.First(l => l.Id == section.FromLine), scenario.Lines.First(l => l.Id == section.ToLine));
        if (Watching(scenario, from) is not { } entry || Watching(scenario, to) is not { } exit || entry == exit) return null;
        var metres = DeedWatch.Between(from, to.Points[0]);
        return string.Create(CultureInfo.InvariantCulture, $"""
            {Begins} for the scenario {scenario.Name}, seed {scenario.Seed}: matches its videos exactly.
            qyran_section: 1
            id: {section.FromLine}-{section.ToLine}
            from: {"{"} camera: {entry.Id}, gate: {section.FromLine} {"}"}
            to: {"{"} camera: {exit.Id}, gate: {section.ToLine} {"}"}
            survey: "exact by construction: written by the simulator"
            clock_error_ms: 1
            offence: {Quoted(scenario.Rules.FirstOrDefault(r => r.Rule == "speeding")?.Offence ?? "example: none")}
            parts:
              - length_m: {metres:0.###}
                error_m: 0.01
                limits: [{"{"} kmh: {section.Kmh:0.###}, basis: "example: sign 3.24" {"}"}]

            """);
    }

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary>The camera nearest to the gate of those whose scene has it.</summary>
    private static CameraPlan? Watching(Scenario scenario, LinePlan gate) => scenario.Cameras
        .Where(c => SceneMaker.Make(scenario, c).Lines.Any(l => l.Id == gate.Id)).MinBy(c => Middle(gate).DistanceTo(c.At));

    private static RoadPoint Middle(LinePlan line) => new(line.Points.Average(p => p.X), line.Points.Average(p => p.Y));
}
