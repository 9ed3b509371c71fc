using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class ReadCommandTests
{
    [Theory]
    [InlineData(1920, 1080, 640, false, true)] // made small: block edges of pictures nothing depends on do not matter
    [InlineData(1280, 720, 640, false, true)]
    [InlineData(1920, 1080, 640, true, false)] // a lamp is seen at full size
    [InlineData(1920, 1080, 1280, false, false)]
    [InlineData(640, 360, 640, false, false)]
    public void Block_edges_stay_unsmoothed_only_where_the_picture_is_made_small(int width, int height, int analysed, bool crop, bool left)
    {
        var video = new VideoInfo(width, height, 0, "h264", "mp4", null, 25, 25, 1, 90_000, "yuv420p", IsLive: false);
        var settings = new FrameReaderSettings { MaxAnalysisWidth = analysed, Crops = crop ? [new CropBox(8, 8, 16, 16)] : [] };
        var layout = new FrameLayout(width, height, analysed, height * analysed / width, settings.Crops);
        var arguments = ReadCommand.Arguments(new MediaSource.File("road.mp4"), video, settings, layout);
        var at = Array.IndexOf(arguments, "-skip_loop_filter");
        Assert.Equal(left, at >= 0);
        if (left) Assert.Equal(("noref", true), (arguments[at + 1], at < Array.IndexOf(arguments, "-i")));
    }
}
