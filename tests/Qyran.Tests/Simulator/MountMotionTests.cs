using Qyran.Domain.Failures;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>A mount that moves: its canvas holds what it sees, and nothing is set before what it comes to see.</summary>
public sealed class MountMotionTests
{
    [Theory]
    [InlineData(160, 10)]
    [InlineData(330, -10)]
    [InlineData(1500, 10)]
    public void The_canvas_holds_all_that_a_turning_camera_sees(int focal, int degPerMinute)
    {
        var scenario = Scenarios.Need(Scenarios.Road($"picture: {{ turn_deg_per_minute: {degPerMinute}, shake_px: 1 }}").Replace("focal_px: 330", $"focal_px: {focal}", StringComparison.Ordinal));
        var plan = scenario.Cameras[0];
        var (x, y) = MountMotion.MarginPx(scenario, plan, 100);
        var (motion, rest) = (new MountMotion(scenario, plan), new Camera(plan));
        for (var us = 0L; us <= 100_000_000; us += 4_000_000)
        {
            var (pan, tilt, roll) = motion.At(us);
            var turned = new Camera(plan, pan, tilt, roll);
            for (var i = 0; i <= 20; i++)
            {
                foreach (var (u, v) in ((double, double)[])[(i * 16, 0), (i * 16, 180), (0, i * 9), (320, i * 9)])
                {
                    var ray = turned.Ray(u, v);
                    Assert.True(rest.TryProject(rest.At.X + (ray.X * 100.0), rest.At.Y + (ray.Y * 100.0), rest.At.Z + (ray.Z * 100.0), out var px, out var py, out _));
                    Assert.InRange(px, -x, 320 + x);
                    Assert.InRange(py, -y, 180 + y);
                }
            }
        }
    }

    [Fact]
    public void A_narrow_camera_that_turns_needs_a_wide_canvas_and_no_high_one()
    {
        var scenario = Scenarios.Need(Scenarios.Road("picture: { turn_deg_per_minute: 10 }"));
        var (x, y) = MountMotion.MarginPx(scenario, scenario.Cameras[0] with { Width = 1920, Height = 1080, TiltDeg = 10, Lens = new(8000, 8000, 960, 540, 0, 0, 0, 0, 0) }, 120);
        Assert.InRange(x, 3000, 3150);
        Assert.InRange(y, 150, 300);
    }

    [Theory]
    [InlineData("turning-mount", 45)]
    [InlineData("empty", 7)]
    [InlineData("motorway", 0)]
    public void Shipped_clips_keep_their_canvas(string name, int margin)
    {
        var scenario = Scenarios.Load(name);
        Assert.Equal((margin, margin), MountMotion.MarginPx(scenario, scenario.Cameras[0], scenario.Seconds));
    }

    [Fact]
    public void A_lens_too_wide_for_its_turn_is_refused()
    {
        var scenario = Scenarios.Need(Scenarios.Road("picture: { turn_deg_per_minute: 10 }")) with { Seconds = 115 };
        scenario = scenario with { Cameras = [scenario.Cameras[0] with { Lens = new(50, 50, 160, 90, 0, 0, 0, 0, 0) }] };
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "qyran-never-made");
        var outcome = Simulation.Run(new(scenario, folder, null, null, null, true), _ => { }, CancellationToken.None);
        var failure = Assert.IsType<SimulateOutcome.Failed>(outcome).Failure;
        Assert.Equal(FailureKind.Invalid, failure.Kind);
        Assert.Contains("camera 'cam' farther than can be drawn", failure.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    // from beside the road: at 1.8 m a rail stands before the wheels, at 8 m it does not
    [Fact]
    public void A_guard_rail_that_would_hide_wheels_is_left_out_also_where_only_a_turned_camera_would_see_them()
    {
        var all = Triangles(8, -10, 0);
        Assert.True(Triangles(1.8, -10, 0) < all);
        Assert.Equal(all, Triangles(1.8, 25, 0));
        Assert.True(Triangles(1.8, 25, -10) < all);

        static int Triangles(double height, double pan, int degPerMinute)
        {
            var scenario = Scenarios.Need(Scenarios.Road($"surroundings: {{ style: open, buildings: no, trees: no, lamps: no }}\npicture: {{ turn_deg_per_minute: {degPerMinute} }}")) with { Seconds = 120 };
            var (plan, sun) = (scenario.Cameras[0] with { At = new(8, 0), HeightM = height, PanDeg = pan, TiltDeg = 3 }, new Sun(scenario));
            return new Scenery(scenario, sun, new Ground(scenario, sun), new Camera(plan)).Mesh.Triangles.Count;
        }
    }
}
