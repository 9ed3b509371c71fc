using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Cases;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Domain.Units;
using Qyran.Line;
using Qyran.Measure.Scoring.Runs;
using Qyran.Rules;
using Qyran.Rules.Sections;
using Qyran.Simulator;
using Qyran.Tests.Simulator;

namespace Qyran.Tests.Rules.Sections;

/// <summary>The shipped section of two cameras, from tracks of true boxes and true plates: who is judged too fast on average is who was.</summary>
public sealed class SectionScenarioTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-section-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_section_finds_the_two_who_were_too_fast_and_nobody_else()
    {
        var scenario = Scenarios.Load("section");
        Assert.IsType<SimulateOutcome.Done>(Simulation.Run(new(scenario, folder, null, null, null, true), _ => { }, TestContext.Current.CancellationToken));
        var plan = Assert.Single(scenario.Sections);
        var (entries, _) = Gates("entry", plan.FromLine);
        var (exits, truth) = Gates("exit", plan.ToLine);
        var settings = new AverageSpeedSettings(Speed.Zero, 1_000, Speed.FromKmh(250));
        List<int> Accused(decimal kmh)
        {
            var section = new Section("a-b", "entry", "exit", [[new SectionPart(400_000, 100, Speed.FromKmh(kmh), [], "example")]], "exact by construction", null, null);
            return [.. (from a in entries
                        join b in exits on a.Value.Plate equals b.Value.Plate
                        where AverageSpeed.Judge(a.Value, b.Value, section, settings) is Verdict.Broken
                        select b.Key).Order()];
        }
        Assert.Equal(truth.Violations.Where(v => v.Rule == "average-speed").Select(v => v.Vehicle).Order(), Accused((decimal)plan.Kmh));
        // one drove 99 km/h, the other 93: a limit between the two parts them
        Assert.Single(Accused(97));
        Assert.Empty(Accused(100));
    }

    private (Dictionary<int, GatePassage> Gates, RunTruth Truth) Gates(string camera, string line)
    {
        var at = System.IO.Path.Combine(folder, camera);
        Assert.True(RunTruthText.TryRead(File.ReadAllBytes(System.IO.Path.Combine(at, "truth.json")), out var truth, out var failure), failure?.Text);
        var scene = SceneFile.Read(Encoding.UTF8.GetBytes(File.ReadAllText(System.IO.Path.Combine(at, "scene.yaml"))), RuleBook.KnownRules, out var errors);
        Assert.True(scene is not null, string.Join('\n', errors));
        var (plane, _) = LineOpening.Calibrate(scene);
        var gates = new Dictionary<int, GatePassage>();
        foreach (var vehicle in truth!.Vehicles.Where(v => v.Plate is not null))
        {
            var points = truth.Frames.SelectMany(f => f.Objects.Where(o => o.Id == vehicle.Id && o.Visible > 0.3)
                .Select(o => new TrackPoint(f.Number, new(f.MediaUs, null, 0, TimeQuality.Exact), o.Box, o.Box, 0.9f))).ToImmutableArray();
            if (points.Length < 10) continue;
            var track = new Track(vehicle.Id, vehicle.Class, points);
            var passage = new Passage($"p{vehicle.Id}", vehicle.Id, vehicle.Class, track.First.Time, track.Last.Time, vehicle.Lane, "along", null, null);
            var facts = new PassageFacts(passage, track, scene, plane, ImmutableDictionary<string, SignalTimeline>.Empty, [], TimeQuality.Exact);
            if (GateCrossing.Find(facts, line, vehicle.Plate) is { } gate) gates[vehicle.Id] = gate;
        }
        return (gates, truth);
    }
}
