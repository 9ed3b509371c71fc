using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class ReadCommandTests
{
    /// <summary>An index that is kept until the end is memory that grows as long as the camera runs: months.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_camera_is_read_without_any_index(bool blackened)
    {
        var video = new VideoInfo(320, 240, 0, "h264", "rtsp", null, 25, 25, 1, 90_000, "yuv420p", true);
        var settings = new FrameReaderSettings { Blackened = blackened ? [new(0, 0, 0.5, 0.5)] : [] };
        var arguments = ReadCommand.Arguments(new MediaSource.Live(new Uri("rtsp://127.0.0.1/live")), video, settings, new FrameLayout(320, 240, 320, 240, []), "unix:/there");
        // an option holds for the output that follows it
        var option = Array.IndexOf(arguments, "-write_index");
        Assert.Equal("0", arguments[option + 1]);
        Assert.True(option < Array.IndexOf(arguments, "pipe:1"));
        Assert.Contains("+skip_trailer", arguments[Array.IndexOf(arguments, "-movflags") + 1], StringComparison.Ordinal);
    }
}
