using System.Collections.Immutable;

namespace Qyran.Simulator;

/// <summary>How the mount moves: trembling in the wind, and a slow turn where it gives way. Degrees to add to pan, tilt and roll.</summary>
internal sealed class MountMotion
{
    private readonly (double Amplitude, double Rate, double Phase)[][] waves = new (double, double, double)[3][];
    private readonly double turnDegPerMinute;

    /// <summary>Waves of every axis, and how much of the trembling each has in pan and tilt, and in roll.</summary>
    private const int Waves = 4;
    private const double Share = 0.7, RollShare = 0.4;

    /// <summary>No canvas reaches there.</summary>
    private const int BeyondPx = 100_000;

    public MountMotion(Scenario scenario, CameraPlan camera)
    {
        var dice = Dice.For(scenario.Seed, "mount of " + camera.Id);
        turnDegPerMinute = scenario.Picture.TurnDegPerMinute;
        var degrees = ShakeDeg(scenario, camera);
        for (var axis = 0; axis < 3; axis++)
        {
            // a mast's own swing of some hertz, and gusts
            waves[axis] = [.. Enumerable.Range(0, Waves).Select(i => (degrees * (axis == 2 ? RollShare : Share), dice.Between(0.4, 1.2) * (1 + (i * 1.3)), dice.Between(0, Math.Tau)))];
        }
        Moves = scenario.Picture.ShakePx > 0 || turnDegPerMinute != 0;
    }

    public bool Moves { get; }

    /// <summary>
    /// How far the picture of the camera at rest has to reach beyond its edges, left and right, above and below, to hold all that the moving one sees in so many seconds, px.
    /// Far beyond any picture where the lens is too wide for that.
    /// </summary>
    public static (int X, int Y) MarginPx(Scenario scenario, CameraPlan camera, double seconds)
    {
        if (scenario.Picture is { ShakePx: 0, TurnDegPerMinute: 0 }) return default;
        var (rest, swing, turn) = (new Camera(camera), ShakeDeg(scenario, camera) * Waves, scenario.Picture.TurnDegPerMinute * seconds / 60);
        var cameras = from pan in (double[])[Math.Min(0, turn) - (swing * Share), Math.Max(0, turn) + (swing * Share)]
                      from tilt in (double[])[-swing * Share, swing * Share]
                      from roll in (double[])[-swing * RollShare, swing * RollShare]
                      select new Camera(camera, pan, tilt, roll);
        double w = camera.Width, h = camera.Height, x = 0, y = 0;
        foreach (var moved in cameras)
        {
            for (var i = 0; i <= 8; i++)
            {
                foreach (var (u, v) in ((double, double)[])[(w * i / 8, 0), (w * i / 8, h), (0, h * i / 8), (w, h * i / 8)])
                {
                    var ray = moved.Ray(u, v);
                    var seen = rest.TryProject(rest.At.X + (ray.X * 100.0), rest.At.Y + (ray.Y * 100.0), rest.At.Z + (ray.Z * 100.0), out var px, out var py, out _);
                    x = Math.Max(x, seen ? Math.Max(-px, px - w) : BeyondPx);
                    y = Math.Max(y, seen ? Math.Max(-py, py - h) : BeyondPx);
                }
            }
        }
        // what moves little keeps the canvas of small angles: clouds and vignette lie on the canvas, and clips stay as they were
        var small = Math.Min(48, (int)Math.Ceiling((4 * scenario.Picture.ShakePx) + (Math.Abs(turn) * Math.PI / 180 * camera.Lens.Fx * 1.3)) + 4);
        return (Math.Max(small, Whole(x)), Math.Max(small, Whole(y)));

        static int Whole(double px) => (int)Math.Ceiling(Math.Min(px, BeyondPx)) + 4;
    }

    /// <summary>The camera at rest, after every degree of its turn and at its end: what one of them sees is seen.</summary>
    public static ImmutableArray<Camera> Turned(Scenario scenario, CameraPlan camera)
    {
        var turn = scenario.Picture.TurnDegPerMinute * scenario.Seconds / 60;
        var steps = (int)Math.Ceiling(Math.Abs(turn));
        return [new Camera(camera), .. Enumerable.Range(1, steps).Select(i => new Camera(camera, turn * i / steps))];
    }

    public (double Pan, double Tilt, double Roll) At(long us)
    {
        if (!Moves) return default;
        double Sum(int axis) => waves[axis].Sum(w => w.Amplitude * Math.Sin((w.Rate * Math.Tau * us / 1e6) + w.Phase));
        return (Sum(0) + (turnDegPerMinute * us / 60e6), Sum(1), Sum(2));
    }

    private static double ShakeDeg(Scenario scenario, CameraPlan camera) => scenario.Picture.ShakePx / camera.Lens.Fx * 180 / Math.PI;
}
