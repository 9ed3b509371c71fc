using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Line;
using Qyran.Measure.Speeds;
using Qyran.Rules;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>Truth, written scene and measuring meet: a track of exact boxes through the scene's calibration gives the true speed.</summary>
public sealed class LoopTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("motorway", 20)]
    [InlineData("overtaker", 40)]
    [InlineData("section", 20)]
    public void Speeds_measured_from_true_boxes_agree_with_the_truth(string name, double seconds)
    {
        var scenario = Scenarios.Load(name);
        var plan = scenario.Cameras[0];
        var scene = SceneFile.Read(Encoding.UTF8.GetBytes(SceneFileWriter.Write(SceneMaker.Make(scenario, plan))), RuleBook.KnownRules, out _)!;
        var calibration = LineOpening.Calibrate(scene).Calibration!;
        var (world, camera, sights) = (new TrafficWorld(scenario), new Camera(plan), new Sights(plan.Width, plan.Height, 2000));
        var tracks = new Dictionary<int, (ImmutableArray<TrackPoint>.Builder Points, List<double> Speeds)>();
        foreach (var stamp in new FrameClock(scenario, plan).Frames(seconds))
        {
            world.RunTo(stamp.ExposedUs);
            foreach (var s in sights.Of(camera, Actor.Of(world, stamp.ExposedUs)))
            {
                // where the scene's lanes are, not on the horizon; whole, so that its lower edge is its own
                if (s.Depth > 90 || s.Visible < 0.97 || s.Actor.Vehicle is null) continue;
                if (!tracks.TryGetValue(s.Actor.Id, out var t)) tracks.Add(s.Actor.Id, t = (ImmutableArray.CreateBuilder<TrackPoint>(), []));
                t.Points.Add(new(stamp.Number, new(stamp.MediaUs, null, null, TimeQuality.Exact), s.Box, s.Box, 1));
                t.Speeds.Add(s.Actor.SpeedMs);
            }
        }
        int measured = 0, covered = 0;
        foreach (var (id, (points, speeds)) in tracks)
        {
            var outcome = SpeedMeter.Measure(new Track(id, RoadUser.Car, points.ToImmutable()), calibration, [], TimeQuality.Exact, 0, SpeedSettings.Default);
            if (outcome is not SpeedOutcome.Measured m) continue;
            var (truth, value, error) = (speeds.Average() * 3.6, (double)m.Reading.Value.Kmh, (double)m.Reading.Error.Kmh);
            output.WriteLine($"{id}: true {truth:0.00}, measured {value:0.00} ± {error:0.00}, off by {value - truth:+0.00;-0.00}");
            measured++;
            if (Math.Abs(value - truth) <= error) covered++;
            Assert.True(Math.Abs(value - truth) < Math.Max(1.5, 0.02 * truth), $"vehicle {id}: true {truth:0.00}, measured {value:0.00} ± {error:0.00}");
        }
        output.WriteLine($"{covered} of {measured} within the stated error");
        Assert.True(measured >= 3);
        Assert.True(covered >= 0.85 * measured, $"only {covered} of {measured} within the stated error");
    }
}
