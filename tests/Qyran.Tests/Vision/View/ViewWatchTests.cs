using Qyran.Vision.View;

namespace Qyran.Tests.Vision.View;

/// <summary>What the watch says of a painted street whose movement is known to the hundredth of a pixel.</summary>
public sealed class ViewWatchTests
{
    private const double Limit = 1.5; // 0.75 analysed px of a picture twice as large
    private readonly byte[] luma = new byte[PaintedView.Width * PaintedView.Height];

    private ViewWatch Watch(double seconds, Func<double, PaintedView> view, double? limit = Limit, ViewWatchSettings? settings = null)
    {
        var watch = new ViewWatch(settings ?? new(), limit);
        for (var t = 0.0; t <= seconds; t += 0.25) watch.Step(view(t).Frame(t, luma));
        return watch;
    }

    [Theory]
    [InlineData(0, 0, 1, 0, 0)]
    [InlineData(0.5, -0.3, 1, 0, 0)]
    [InlineData(1, 1, 1, 0, 2)]
    [InlineData(2.7, -3.1, 1, 0, 0)]
    [InlineData(-6.4, 5.2, 0.6, 15, 3)]
    [InlineData(13, -9, 1, 0, 1)]
    [InlineData(-33.3, 21.8, 1.2, -10, 2)]
    [InlineData(60, 40, 1, 0, 1)]
    public void A_shift_is_measured_to_a_fifth_of_a_raw_pixel_whatever_the_light(double x, double y, double contrast, double brightness, double noise)
    {
        var watch = Watch(8, t => t < 3 ? new PaintedView { Noise = noise } : new PaintedView { X = x, Y = y, Contrast = contrast, Brightness = brightness, Noise = noise });
        var stay = watch.Over(6_000_000, 8_000_000);
        Assert.InRange(stay.ShiftPx, double.Hypot(x, y) - 0.2, double.Hypot(x, y) + 0.2);
        Assert.Equal(double.Hypot(x, y) > Limit ? ViewState.Moved : ViewState.Held, stay.State);
        if (stay.State == ViewState.Moved) Assert.InRange(stay.SinceUs!.Value, 2_500_000, 3_500_000);
        // what ended before is measured as ever; what lasted over it is not
        Assert.Equal(ViewState.Held, watch.Over(500_000, 1_500_000).State);
        Assert.Equal(stay.State, watch.Over(1_000_000, 5_000_000).State);
    }

    [Theory]
    [InlineData(0.7, 1)]
    [InlineData(0, 1.02)]
    [InlineData(-1.2, 0.985)]
    public void A_rolled_or_zoomed_view_has_moved(double roll, double zoom)
    {
        var stay = Watch(8, t => new PaintedView { RollDegrees = t < 3 ? 0 : roll, Zoom = t < 3 ? 1 : zoom, Noise = 1 }).Over(6_000_000, 8_000_000);
        Assert.Equal(ViewState.Moved, stay.State);
        // at the outermost patches, some 290 raw px from the middle
        var expected = 290 * double.Hypot(roll * Math.PI / 180, zoom - 1);
        Assert.InRange(stay.ShiftPx, 0.7 * expected, 1.3 * expected);
    }

    [Fact]
    public void A_slow_turn_adds_up_and_is_told_from_when_it_passed_the_limit()
    {
        var watch = Watch(20, t => new PaintedView { X = 0.4 * t, Noise = 1 });
        var run = watch.Run();
        Assert.Equal(ViewState.Moved, run.Now.State);
        // counted from the middle of the beginning, 0.75 s in
        Assert.InRange(run.LargestPx, 6.9, 7.9);
        Assert.InRange(run.Now.SinceUs!.Value / 1e6, 3.5, 5.5);
        Assert.Matches(@"^the camera's view has moved by 7\.\d px since 00:0[345]; check its calibration$", run.Now.Refusal);
    }

    [Theory]
    [InlineData(2.3, 2)]
    [InlineData(1.1, 1.5)]
    [InlineData(4.7, 3)]
    public void A_shaking_mast_holds_its_view(double hz, double amplitude)
    {
        var run = Watch(30, t => new PaintedView { X = amplitude * Math.Sin(2 * Math.PI * hz * t), Y = amplitude / 2 * Math.Cos(6.1 * hz * t), Noise = 1 }, 3).Run();
        Assert.Equal(ViewState.Held, run.Now.State);
        Assert.InRange(run.LargestPx, 0, 3);
        Assert.Equal(1, run.KnownShare);
    }

    [Fact]
    public void A_view_that_comes_back_measures_again_but_not_what_lasted_over_the_absence()
    {
        var watch = Watch(20, t => new PaintedView { X = t is > 6 and < 10 ? 8 : 0, Noise = 1 });
        Assert.Equal(ViewState.Held, watch.Over(2_000_000, 4_000_000).State);
        Assert.Equal(ViewState.Moved, watch.Over(4_000_000, 8_000_000).State);
        Assert.Equal(ViewState.Moved, watch.Over(5_000_000, 15_000_000).State);
        Assert.Equal(ViewState.Held, watch.Over(13_000_000, 18_000_000).State);
        Assert.Equal(ViewState.Held, watch.Run().Now.State);
        Assert.InRange(watch.Run().LargestPx, 7.8, 8.2);
    }

    [Fact]
    public void Vehicles_driving_past_do_not_move_the_view()
    {
        var run = Watch(25, t => new PaintedView
        {
            Noise = 1.5,
            Things = [((int)(t * 30 % 400) - 60, 80, 70, 45), (380 - (int)(t * 47 % 500), 130, 90, 60), (150, 60, 40, 30), ((int)(t * 12 % 300), 20, 24, 16)],
        }).Run();
        Assert.Equal(ViewState.Held, run.Now.State);
        Assert.InRange(run.LargestPx, 0, 0.3);
    }

    [Fact]
    public void What_stood_in_the_beginning_and_leaves_does_not_move_it_either()
    {
        var run = Watch(40, t => new PaintedView { Noise = 1, Things = t < 12 ? [(20, 60, 90, 60), (150, 90, 100, 70)] : [(20 + (int)((t - 12) * 40), 60, 90, 60)] }).Run();
        Assert.Equal(ViewState.Held, run.Now.State);
        Assert.InRange(run.LargestPx, 0, 0.3);
    }

    [Fact]
    public void A_picture_too_dark_tells_nothing_and_refuses_nothing()
    {
        var run = Watch(15, t => new PaintedView { Contrast = 0.02, Noise = 2, X = t }).Run();
        Assert.Equal(ViewState.Unknown, run.Now.State);
        Assert.Null(run.Now.Refusal);
        Assert.Null(run.LargestAtUs);
    }

    [Fact]
    public void Fog_that_comes_makes_it_unknown_and_when_it_lifts_the_view_is_known_again()
    {
        var watch = Watch(40, t => new PaintedView { Noise = 2, Contrast = t is > 12 and < 25 ? 0.01 : t is > 8 and <= 12 ? 1 - ((t - 8) / 4.05) : 1, X = t > 25 ? 5 : 0 });
        Assert.Equal(ViewState.Unknown, watch.Over(16_000_000, 20_000_000).State);
        Assert.Equal(ViewState.Moved, watch.Over(35_000_000, 38_000_000).State);
    }

    [Fact]
    public void A_view_that_moved_and_is_no_longer_seen_is_still_away()
    {
        var watch = Watch(20, t => new PaintedView { Noise = 2, X = t > 4 ? 6 : 0, Contrast = t > 10 ? 0.01 : 1 });
        Assert.Equal(ViewState.Moved, watch.Over(15_000_000, 19_000_000).State);
    }

    [Fact]
    public void Where_it_is_no_longer_seen_it_is_as_far_from_its_place_as_it_was_last()
    {
        var stay = Watch(20, t => new PaintedView { Noise = 2, X = t > 4 ? 1.2 : 0, Contrast = t > 10 ? 0.01 : 1 }).Over(15_000_000, 19_000_000);
        Assert.Equal(ViewState.Unknown, stay.State);
        Assert.InRange(stay.ShiftPx, 1, 1.4);
    }

    [Fact]
    public void From_one_moment_to_the_next_another_picture_is_lost()
    {
        var watch = Watch(22, t => new PaintedView { Noise = 1, Street = t < 13 ? 7u : 99u });
        var run = watch.Run();
        Assert.Equal(ViewState.Lost, run.Now.State);
        Assert.InRange(run.LostSinceUs!.Value, 13_000_000, 16_500_000);
        Assert.Matches("^since 00:1[3456] the camera's picture shows nothing of its reference; check the camera$", run.Now.Refusal);
        Assert.Equal(ViewState.Held, watch.Over(2_000_000, 9_000_000).State);
    }

    [Fact]
    public void A_rough_find_that_is_not_borne_out_makes_the_loss_no_less_sure()
    {
        // the wide search takes anything, the near one nothing of it
        var settings = new ViewWatchSettings { LeastLikeness = 0, LeastPatches = 1, LeastWideShare = 0, LeastSpread = 0 };
        Assert.Equal(ViewState.Lost, Watch(22, t => new PaintedView { Noise = 1, Street = t < 13 ? 7u : 99u }, settings: settings).Run().Now.State);
    }

    [Fact]
    public void A_camera_turned_just_before_its_connection_broke_is_lost_when_it_is_back()
    {
        var watch = Watch(14, t => new PaintedView { Noise = 1, Street = t < 13 ? 7u : 99u });
        Assert.Equal(ViewState.Unknown, watch.Run().Now.State);
        for (var t = 44.0; t <= 48; t += 0.25) watch.Step(new PaintedView { Noise = 1, Street = 99 }.Frame(t, luma));
        Assert.Equal(ViewState.Lost, watch.Run().Now.State);
    }

    [Fact]
    public void Where_too_few_patches_agreed_before_their_loss_says_nothing()
    {
        // a queue or a crowd on which most patches lay: when the last of them leaves, the camera has not been turned
        var run = Watch(22, t => new PaintedView { Noise = 1, Street = t < 13 ? 7u : 99u }, settings: new() { SureShare = 1.01 }).Run();
        Assert.Equal(ViewState.Unknown, run.Now.State);
        Assert.Null(run.Now.Refusal);
    }

    [Fact]
    public void Nothing_is_allocated_from_frame_to_frame()
    {
        var view = new PaintedView { Noise = 1 };
        var watch = new ViewWatch(new ViewWatchSettings(), Limit);
        for (var t = 0.0; t < 4; t += 0.25) watch.Step(view.Frame(t, luma));
        long allocated = 0;
        for (var t = 4.0; t < 12; t += 0.25)
        {
            var frame = (view with { Y = t > 9 ? 30 : 0 }).Frame(t, luma);
            var before = GC.GetAllocatedBytesForCurrentThread();
            watch.Step(frame);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(0, allocated);
    }
}
