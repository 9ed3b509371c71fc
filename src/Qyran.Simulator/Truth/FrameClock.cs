namespace Qyran.Simulator;

/// <summary>When frames are exposed and what their stamps say, with the scenario's faults.</summary>
internal sealed class FrameClock(Scenario scenario, CameraPlan camera)
{
    private readonly FaultPlan faults = scenario.Faults;

    /// <summary>Exposures delivered and their made-up stamps, where lost or repeated frames put these out of step.</summary>
    private readonly List<(long ExposedUs, long MediaUs)> delivered = [];

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
        delivered.Clear();
        for (var k = 0; k < seconds * camera.Fps - 1e-9; k++)
        {
            var exposed = (long)Math.Round(k * 1e6 / camera.Fps);
            var (drop, again, late, lateBy) = (dice.Unit() * 100, dice.Unit() * 100, dice.Unit() * 100, dice.Unit());
            if (k > 0 && drop < faults.DropPercent) continue;
            var repeat = number > 0 && again < faults.DuplicatePercent;
            var media = faults.DeclaredFps is { } fps ? (long)Math.Round(number * 1e6 / fps) : Media(exposed);
            if (faults.DeclaredFps is null && k > 0 && late < faults.LatePercent) media += (long)(lateBy * faults.LateMs * 1000);
            if (media <= last) continue;
            last = media;
            if (!repeat) shown = exposed;
            if (!repeat && faults is { DeclaredFps: not null } and not { DropPercent: 0, DuplicatePercent: 0 }) delivered.Add((exposed, media));
            yield return new(number++, shown, media, repeat);
        }
    }

    /// <summary>What the video's clock shows at a true instant; with made-up stamps and frames lost or repeated, by the frames that <see cref="Frames"/> has given so far.</summary>
    public long Media(long trueUs)
    {
        if (faults.DeclaredFps is { } fps) return Made(trueUs, camera.Fps / fps);
        return faults.ClockStepAtS is { } at && trueUs >= at * 1e6 ? trueUs + (long)(faults.ClockStepMs * 1000) : trueUs;
    }

    /// <param name="rate">Stamped over true time while every frame arrives.</param>
    private long Made(long trueUs, double rate)
    {
        var i = delivered.BinarySearch((trueUs, long.MaxValue));
        i = i < 0 ? ~i - 1 : i;
        if (i < 0) return (long)Math.Round(trueUs * rate);
        var (exposed, media) = delivered[i];
        if (i + 1 < delivered.Count) rate = (delivered[i + 1].MediaUs - media) / (double)(delivered[i + 1].ExposedUs - exposed);
        return media + (long)Math.Round((trueUs - exposed) * rate);
    }
}
