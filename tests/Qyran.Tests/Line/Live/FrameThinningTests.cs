using Qyran.Domain.Time;
using Qyran.Line.Live;

namespace Qyran.Tests.Line.Live;

public sealed class FrameThinningTests
{
    private const int Fps = 25;
    private readonly FrameThinning thinning = new();
    private long frame;

    [Fact]
    public void Video_that_comes_in_time_is_analysed_whole()
    {
        Assert.Equal(100 * Fps, Play(100, _ => 0.2));
        Assert.Equal(1, thinning.Every);
    }

    [Fact]
    public void Frames_in_bunches_and_one_that_is_late_are_no_lateness()
    {
        // a picture group of 2 s at once, as some cameras send; the last of each in time
        Assert.Equal(60 * Fps, Play(60, t => 0.1 + (0.9 - (t % 0.9))));
        Assert.Equal(Fps, Play(1, t => t % 1 < 0.5 ? 3 : 0.1));
        Assert.Equal(60 * Fps, Play(60, _ => 0.1));
    }

    [Fact]
    public void What_falls_behind_is_thinned_until_it_has_caught_up()
    {
        Play(10, _ => 0.1);
        // falls behind by a fifth, as on a machine with a fifth too little
        Play(7, t => 0.1 + (t * 0.2));
        Assert.Equal(2, thinning.Every);
        var half = Play(20, t => Math.Max(0.1, 1.5 - (t * 0.2)));
        Assert.InRange(half, 20 * Fps / 2, (20 * Fps / 2) + 1);
        Play(20, _ => 0.1);
        Assert.Equal(1, thinning.Every);
    }

    [Fact]
    public void Much_behind_only_every_fourth_is_left_and_it_comes_back_in_steps()
    {
        Play(10, _ => 0.1);
        Play(10, t => 0.1 + (t * 0.3));
        Assert.Equal(4, thinning.Every);
        Play(35, _ => 0.1);
        Assert.Equal(2, thinning.Every);
        Play(35, _ => 0.1);
        Assert.Equal(1, thinning.Every);
    }

    [Fact]
    public void What_is_too_much_again_and_again_stays_thinned_longer()
    {
        Play(10, _ => 0.1);
        var whole = 0;
        for (var second = 0; second < 900; second++)
        {
            var late = 0.1;
            Play(1, _ => late);
            if (thinning.Every > 1) continue;
            whole++;
            Play(8, t => 0.1 + (t * 0.2)); // as soon as all are analysed
        }
        Assert.InRange(whole, 2, 8);
    }

    [Fact]
    public void What_thinning_does_not_mend_is_usual_after_a_minute()
    {
        Play(10, _ => 0.1);
        Play(70, _ => 1.6); // the network kept it back once; it will never catch up
        Assert.Equal(1, thinning.Every);
        Assert.Equal(60 * Fps, Play(60, _ => 1.6));
    }

    [Fact]
    public void A_camera_whose_clock_runs_slow_is_not_behind() => Assert.Equal(4000 * Fps, Play(4000, t => t * 0.0008));

    [Fact]
    public void Without_arrival_times_every_frame_is_analysed()
    {
        for (var i = 0; i < 100; i++) Assert.True(thinning.Takes(new CaptureTime(i * 40_000, null, null, TimeQuality.Unknown)));
    }

    /// <param name="late">Seconds after its moment that a frame comes, by the seconds since this call.</param>
    /// <returns>Frames that were taken.</returns>
    private int Play(int seconds, Func<double, double> late)
    {
        var taken = 0;
        for (var i = 0; i < seconds * Fps; i++, frame++)
        {
            var media = frame * 1_000_000 / Fps;
            if (thinning.Takes(new CaptureTime(media, media + (long)(late((double)i / Fps) * 1e6), null, TimeQuality.Exact))) taken++;
        }
        return taken;
    }
}
