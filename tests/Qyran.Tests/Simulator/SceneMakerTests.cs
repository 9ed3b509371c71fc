using System.Text;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Line;
using Qyran.Measure.Calibration;
using Qyran.Rules;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>The written scene and the projection of truth are one geometry.</summary>
public sealed class SceneMakerTests
{
    public static TheoryData<string> Shipped() => Scenarios.Shipped();

    [Theory]
    [MemberData(nameof(Shipped))]
    public void The_scene_of_every_shipped_scenario_is_accepted_and_an_exact_survey_fits_exactly(string name)
    {
        var scenario = Scenarios.Load(name) with { Survey = null };
        foreach (var plan in scenario.Cameras)
        {
            var scene = SceneFile.Read(Encoding.UTF8.GetBytes(SceneFileWriter.Write(SceneMaker.Make(scenario, plan))), RuleBook.KnownRules, out var errors);
            Assert.True(scene is not null, string.Join('\n', errors));
            Assert.Null(RuleBook.Check(scene));
            var (calibration, why) = LineOpening.Calibrate(scene);
            Assert.True(calibration is not null, why);
            Assert.Equal(plan.HeightM, calibration.Pose!.HeightM, 0.02);
            var camera = new Camera(plan);
            foreach (var road in Road(scenario, camera))
            {
                var seen = camera.Project(road)!.Value;
                Assert.True(calibration.TryRoad(seen, out var back));
                Assert.True(back.DistanceTo(road) < 0.004 + (0.0002 * road.DistanceTo(plan.At)), $"{road} came back as {back}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_survey_as_people_make_it_is_off_by_what_it_states(string name)
    {
        var scenario = Scenarios.Load(name);
        foreach (var plan in scenario.Cameras)
        {
            var (scene, camera) = (SceneMaker.Make(scenario, plan), new Camera(plan));
            Assert.Equal((0.7, 0.02), (scenario.Survey!.ClickPx, scenario.Survey.TapeM));
            Assert.Equal(scene.Survey!.Points, SceneMaker.Make(scenario, plan).Survey!.Points);
            Assert.NotEqual(scene.Survey.Points, SceneMaker.Make(scenario with { Seed = scenario.Seed + 1 }, plan).Survey!.Points);
            var (calibration, why) = LineOpening.Calibrate(scene);
            Assert.True(calibration is not null, why);
            Assert.InRange(Math.Sqrt(calibration.ChiSquared / calibration.DegreesOfFreedom), 0.35, 1.6);
            var off = new List<double>();
            foreach (var road in Road(scenario, camera))
            {
                var seen = camera.Project(road)!.Value;
                if (!calibration.TryRoad(seen, out var back) || calibration.RoadErrorAt(seen) is not { } error) continue;
                off.Add(back.DistanceTo(road) / Math.Sqrt(error.Xx + error.Yy));
            }
            Assert.True(off.Max() < 4, $"{off.Max():0.0} times what the calibration states");
            Assert.True(off.Max() > 0.1);
        }
    }

    [Theory]
    [InlineData("drop_percent: 5", true)]
    [InlineData("late_percent: 5, late_ms: 20", false)]
    [InlineData("duplicate_percent: 5", false)]
    public void Nobody_vouches_for_stamps_that_are_late_or_of_a_picture_shown_again(string faults, bool vouched)
    {
        var scenario = Scenarios.Need(Scenarios.Road($"faults: {{ {faults} }}"));
        Assert.Equal(vouched, SceneMaker.Make(scenario, scenario.Cameras[0]).Camera.Clock is not null);
    }

    [Fact]
    public void A_bent_lens_is_undone_by_the_scenes_own_lens()
    {
        var plan = Scenarios.Load("queue").Cameras[0];
        var camera = new Camera(plan);
        var straight = new Camera(plan with { Lens = plan.Lens with { K1 = 0, K2 = 0 } });
        for (var x = -8; x <= 8; x += 4)
        {
            var p = new RoadPoint(x, 20);
            Assert.True(LensGeometry.TryUndistort(plan.Lens, camera.Project(p)!.Value, out var undone));
            var ideal = straight.Project(p)!.Value;
            Assert.Equal(ideal.X, undone.X, 1e-6);
            Assert.Equal(ideal.Y, undone.Y, 1e-6);
        }
    }

    private static IEnumerable<RoadPoint> Road(Scenario scenario, Camera camera) =>
        scenario.Lanes.SelectMany(l => Enumerable.Range(0, 200).Select(i => new Qyran.Simulator.Path(l.Path).At(i * 2).At)).Where(p => camera.Sees(p) && p.DistanceTo(camera.Plan.At) < 120);
}
