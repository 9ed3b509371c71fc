namespace Qyran.Simulator;

/// <summary>How the mount moves: trembling in the wind, and a slow turn where it gives way. Degrees to add to pan, tilt and roll.</summary>
internal sealed class MountMotion
{
    private readonly (double Amplitude, double Rate, double Phase)[][] waves = new (double, double, double)[3][];
    private readonly double turnDegPerMinute;

    public MountMotion(Scenario scenario, CameraPlan camera)
    {
        var dice = Dice.For(scenario.Seed, "mount of " + camera.Id);
        turnDegPerMinute = scenario.Picture.TurnDegPerMinute;
        var degrees = scenario.Picture.ShakePx / camera.Lens.Fx * 180 / Math.PI;
        for (var axis = 0; axis < 3; axis++)
        {
            // a mast's own swing of some hertz, and gusts
            waves[axis] = [.. Enumerable.Range(0, 4).Select(i => (degrees * (axis == 2 ? 0.4 : 0.7), dice.Between(0.4, 1.2) * (1 + (i * 1.3)), dice.Between(0, Math.Tau)))];
        }
        Moves = scenario.Picture.ShakePx > 0 || turnDegPerMinute != 0;
    }

    public bool Moves { get; }

    /// <summary>Largest way of a point in the picture from where it was at rest, px, over so many seconds.</summary>
    public static int MarginPx(Scenario scenario, CameraPlan camera, double seconds) => scenario.Picture is { ShakePx: 0, TurnDegPerMinute: 0 } ? 0
        : (int)Math.Ceiling((4 * scenario.Picture.ShakePx) + (Math.Abs(scenario.Picture.TurnDegPerMinute) * seconds / 60 * Math.PI / 180 * camera.Lens.Fx * 1.3)) + 4;

    public (double Pan, double Tilt, double Roll) At(long us)
    {
        if (!Moves) return default;
        double Sum(int axis) => waves[axis].Sum(w => w.Amplitude * Math.Sin((w.Rate * Math.Tau * us / 1e6) + w.Phase));
        return (Sum(0) + (turnDegPerMinute * us / 60e6), Sum(1), Sum(2));
    }
}
