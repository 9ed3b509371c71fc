using Microsoft.Extensions.Time.Testing;
using Qyran.Media.Recording;

namespace Qyran.Tests.Media.Recording;

public sealed class SessionClockTests
{
    private const long Second = 1_000_000;
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddSeconds(1000));

    [Fact]
    public void What_lay_in_a_buffer_before_it_came_does_not_set_the_clock()
    {
        var clock = new SessionClock(time, settles: true);
        // 1.7 s of video come at once, then each picture when it is due, 0.1 s late now and then
        for (var us = 0L; us <= 17 * Second / 10; us += 40_000) Assert.Null(clock.Arrived(us));
        long? offset = null;
        for (var n = 1; offset is null; n++)
        {
            Assert.True(n < 100);
            time.Advance(TimeSpan.FromMilliseconds(40));
            offset = clock.Arrived((17 * Second / 10) + (n * 40_000) - (n % 5 == 0 ? 100_000 : 0));
        }
        // the picture with stamp 1.7 s came at second 1000
        Assert.Equal((1000 * Second) - (17 * Second / 10), offset.Value);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(offset, clock.Arrived(9 * Second)); // and stays
    }

    [Fact]
    public void A_stream_whose_clock_runs_ahead_settles_all_the_same()
    {
        var clock = new SessionClock(time, settles: true);
        long? offset = null;
        for (var n = 0; offset is null; n++)
        {
            Assert.True(n < 250);
            offset = clock.Arrived(n * 80_000L); // twice as fast as it comes
            time.Advance(TimeSpan.FromMilliseconds(40));
        }
        Assert.NotNull(offset);
    }

    [Fact]
    public void Stamps_that_leap_while_it_settles_are_not_the_promptest()
    {
        var clock = new SessionClock(time, settles: true);
        Assert.Null(clock.Arrived(0));
        long? offset = null;
        for (var n = 1; offset is null; n++)
        {
            Assert.True(n < 100);
            time.Advance(TimeSpan.FromMilliseconds(40));
            offset = clock.Arrived(7200 * Second + (n * 40_000));
        }
        Assert.Equal(1000 * Second, offset.Value);
    }

    [Theory, InlineData(50), InlineData(-50)]
    public void A_clock_that_runs_fast_or_slow_comes_apart_and_keeps_its_offset(int ppm)
    {
        var clock = new SessionClock(time, settles: true);
        var offset = 1000 * Second;
        for (var n = 0; n <= 8000; n++)
        {
            // four of five come 30 ms late
            var stamp = (n * 250_000L * (1_000_000 + ppm) / 1_000_000) - (n % 5 == 0 ? 0 : 30_000);
            if (clock.Arrived(stamp) is { } known) Assert.InRange(known, offset - 1_000, offset + 1_000);
            if (n == 100) Assert.InRange(clock.ApartUs, -2_000, 2_000);
            time.Advance(TimeSpan.FromMilliseconds(250));
        }
        // 2000 s of 50 ppm: 0.1 s; fast stamps were earlier than they say
        Assert.InRange(clock.ApartUs * -Math.Sign(ppm), 98_000, 101_000);
        Assert.Equal(0, new SessionClock(time).ApartUs);
    }

    [Fact]
    public void A_file_that_is_played_is_on_its_clock_at_once_and_an_end_settles()
    {
        Assert.Equal(1000 * Second, new SessionClock(time).Arrived(0));
        var clock = new SessionClock(time, settles: true);
        Assert.Null(clock.Arrived(2 * Second));
        Assert.Equal(998 * Second, clock.Settle());
        Assert.Equal(998 * Second, clock.Arrived(99 * Second)); // and stays
    }
}
