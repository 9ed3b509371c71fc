using Qyran.Line;
using Qyran.Media;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Line;

/// <summary>How well an edge is known hangs on the pictures that were looked at.</summary>
public sealed class EdgeErrorTests
{
    [Theory]
    [InlineData(640, 360, 1, 1)] // analysed as it is
    [InlineData(1024, 576, 1.6, 1.6)] // not twice the detector's input: there are no closer looks, and the analysed picture is that input
    [InlineData(1280, 720, 1, 2)] // analysed at twice the input
    [InlineData(1920, 1080, 1.5, 3)]
    public void Closely_half_a_pixel_of_the_analysed_picture_in_a_hurry_of_the_detectors_input(int width, int height, double analysed, double input)
    {
        var video = new VideoInfo(width, height, 0, "h264", "mp4", null, 25, 25, 1, 90_000, "yuv420p", false);
        var (setup, failure) = LineOpening.Assemble("none.mp4", video, null, ShippedModels.Road!, null);
        Assert.True(setup is not null, failure?.Text);
        using var detector = setup.Detector;
        Assert.Equal(0.5 * analysed / Math.Sqrt(3), setup.Speed.EdgeOffsetPx, 1e-9);
        Assert.Equal((1.5 / 64, 0.75 / 64, 0), (setup.Speed.EdgeOffsetShare, setup.Speed.EdgeWanderShare, setup.Speed.EdgeDriftM));
        Assert.Equal((setup.Speed, setup.HurriedSpeed), (setup.SpeedWhen(hurried: false, hazy: false), setup.SpeedWhen(hurried: true, hazy: false)));
        foreach (var hurried in (bool[])[false, true])
            Assert.Equal(setup.SpeedWhen(hurried, hazy: false) with { EdgeOffsetShare = 0.07, EdgeWanderShare = 0.035 }, setup.SpeedWhen(hurried, hazy: true));
        Assert.Equal((0.5 * input, 0.0, 0.10), (setup.HurriedSpeed!.EdgeOffsetPx, setup.HurriedSpeed.EdgeOffsetShare, setup.HurriedSpeed.EdgeDriftM));
    }

    [Fact]
    public void The_motion_detector_has_no_close_look()
    {
        var video = new VideoInfo(1920, 1080, 0, "h264", "mp4", null, 25, 25, 1, 90_000, "yuv420p", false);
        var setup = LineOpening.Assemble("none.mp4", video, null, "motion", null).Setup!;
        using var detector = setup.Detector;
        Assert.Equal(setup.HurriedSpeed, setup.Speed);
        Assert.Equal((1.5, 0.0), (setup.Speed.EdgeOffsetPx, setup.Speed.EdgeOffsetShare));
    }
}
