namespace Qyran.Simulator;

/// <summary>When frames are exposed and what their stamps say, with the scenario's faults.</summary>
internal sealed class FrameClock(Scenario scenario, CameraPlan camera)
{
    private readonly FaultPlan faults = scenario.Faults;

    /// <summary>One delivered frame.</summary>
    /// <param name="Number">From 0, in the file.</param>
    /// <param name="ExposedUs">Middle of the true exposure, µs from the first.</param>
    /// <param name="MediaUs">What its stamp says.</param>
    /// <param name="Again">The picture before, delivered once more.</param>
    public readonly record struct Stamp(int Number, long ExposedUs, long MediaUs, bool Again);

    /// <summary>The rate the stamps pretend.</summary>
    public double DeclaredFps => faults.DeclaredFps ?? camera.Fps;

    /// <summary>All frames of so many seconds. A stamp that would not grow is not delivered: no file can hold it.</summary>
    public IEnumerable<Stamp> Frames(double seconds)
    {
        var dice = Dice.For(scenario.Seed, "frames of " + camera.Id);
        var (number, last, shown) = (0, -1L, 0L);
        for (var k = 0; k < seconds * camera.Fps - 1e-9; k++)
        {
            var exposed = (long)Math.Round(k * 1e6 / camera.Fps);
            var (drop, again, late, lateBy) = (dice.Unit() * 100, dice.Unit() * 100, dice.Unit() * 100, dice.Unit());
            if (k > 0 && drop < faults.DropPercent) continue;
            var repeat = k > 0 && again < faults.DuplicatePercent;
            if (!repeat) shown = exposed;
            var media = Media(exposed);
            if (faults.DeclaredFps is { } fps) media = (long)Math.Round(number * 1e6 / fps);
            else if (k > 0 && late < faults.LatePercent) media += (long)(lateBy * faults.LateMs * 1000);
            if (media <= last) continue;
            last = media;
            yield return new(number++, shown, media, repeat);
        }
    }

    /// <summary>What the camera's clock shows at a true instant.</summary>
    public long Media(long trueUs)
    {
        if (faults.DeclaredFps is { } fps) return (long)Math.Round(trueUs * camera.Fps / fps);
        return faults.ClockStepAtS is { } at && trueUs >= at * 1e6 ? trueUs + (long)(faults.ClockStepMs * 1000) : trueUs;
    }
}
