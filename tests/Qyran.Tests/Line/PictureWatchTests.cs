using Qyran.Domain.Frames;
using Qyran.Domain.Time;
using Qyran.Line;

namespace Qyran.Tests.Line;

public sealed class PictureWatchTests
{
    private readonly PictureWatch watch = new(TimeSpan.FromSeconds(20));
    private readonly byte[] luma = new byte[64 * 48];
    private long us;

    [Fact]
    public void One_picture_for_three_seconds_is_a_stretch_up_to_the_first_other_one()
    {
        Changing(2);
        Same(2.6);
        Changing(2);
        Assert.Empty(watch.Stills);
        var from = us;
        Same(8);
        // the one that lasts is among them
        Assert.InRange(Assert.Single(watch.Stills).FromUs, from, from + 240_000);
        Changing(2);
        var (fromUs, untilUs) = Assert.Single(watch.Stills);
        Assert.InRange(fromUs, from, from + 240_000);
        Assert.InRange(untilUs, from + 8_000_000, from + 8_240_000);
        Assert.InRange(watch.StillSeconds, 7, 8);
        Assert.False(watch.Frozen);
    }

    [Fact]
    public void A_new_connection_has_its_own_clock_but_the_same_picture_is_frozen_all_the_same()
    {
        Changing(1);
        Same(15);
        us = 0;
        watch.Begin();
        Same(6);
        Assert.True(watch.Frozen);
        Assert.Equal(0, Assert.Single(watch.Stills).FromUs);
    }

    [Fact]
    public void Of_very_many_the_oldest_are_told_as_one()
    {
        for (var i = 0; i < 300; i++)
        {
            Changing(1);
            Same(6);
        }
        Assert.InRange(watch.Stills.Count(), 250, 260);
        Assert.True(watch.Stills.First().UntilUs > 250_000_000);
        Assert.InRange(watch.StillSeconds, 300 * 5.8, 300 * 6.2);
    }

    [Fact]
    public void Who_encodes_the_same_picture_anew_changes_hardly_a_pixel()
    {
        Changing(1);
        for (var i = 0; i < 250; i++, us += 40_000)
        {
            luma.AsSpan().Fill((byte)(100 + (i % 4)));
            luma[i % luma.Length] = 130;
            Step();
        }
        Assert.Single(watch.Stills);
        // a vehicle far off: eight by six pixels
        for (var i = 0; i < 250; i++, us += 40_000)
        {
            luma.AsSpan().Fill(100);
            for (var y = 10; y < 16; y++) luma.AsSpan((y * 64) + (i % 50), 8).Fill(130);
            Step();
        }
        Assert.Single(watch.Stills);
    }

    [Fact]
    public void In_the_dark_there_is_little_to_see_and_little_changes_though_the_camera_lives()
    {
        for (var i = 0; i < 500; i++, us += 40_000)
        {
            luma.AsSpan().Fill(17);
            luma[i * 7 % luma.Length] = 18;
            Step();
        }
        Assert.Empty(watch.Stills);
        Assert.Equal("the picture is almost black", watch.Light);
    }

    private void Changing(double seconds)
    {
        for (var until = us + (long)(seconds * 1e6); us < until; us += 40_000)
        {
            luma.AsSpan().Fill((byte)(us / 40_000 * 9 % 250));
            Step();
        }
    }

    private void Same(double seconds)
    {
        luma.AsSpan().Fill(251);
        for (var until = us + (long)(seconds * 1e6); us < until; us += 40_000) Step();
    }

    private void Step() => watch.Step(new FrameView
    {
        Number = us / 40_000, Time = new CaptureTime(us, null, null, TimeQuality.Exact), Width = 64, Height = 48, RawWidth = 64, RawHeight = 48, Y = luma, U = [], V = [],
    });
}
