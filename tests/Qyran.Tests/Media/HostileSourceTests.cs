using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Qyran.Domain.Failures;
using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class HostileSourceTests
{
    private static string Secret() => Clip.Make("secret.ts", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=0.4", "-c:v", "libx264", "-preset", "ultrafast");

    private static Failure Refused(MediaSource source)
    {
        var failure = Assert.IsType<ProbeOutcome.Failed>(Probe.Read(source, TimeSpan.FromSeconds(20), default)).Failure;
        // whoever skips the probe is held off as well
        var frames = 0;
        var video = new VideoInfo(160, 90, 0, "h264", "mpegts", null, 25, 25, 1, 90_000, "yuv420p", source is MediaSource.Live);
        var end = new FrameReader(source, video, new FrameReaderSettings { FirstFrame = TimeSpan.FromSeconds(5) }).Run(f =>
        {
            f.Dispose();
            frames++;
        }, default);
        Assert.Equal(0, frames);
        Assert.NotNull(end.Failure);
        return failure;
    }

    public static TheoryData<string, string> Scripts() => new()
    {
        { "HLS playlist", "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n{0}\n#EXT-X-ENDLIST\n" },
        { "concat script", "ffconcat version 1.0\nfile '{0}'\n" },
        { "picture list", "{0}\n" },
        { "SDP", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n" },
        { "DASH", "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period><AdaptationSet><Representation id=\"1\"><BaseURL>{0}</BaseURL></Representation></AdaptationSet></Period></MPD>" },
        { "subtitle", "1\n00:00:00,000 --> 00:00:02,000\n{0}\n" },
        { "plain text", "This is not a video, but {0} is.\n" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_that_calls_itself_a_video_is_not_followed(string name, string text)
    {
        var secret = Secret();
        var path = Path.Combine(Path.GetDirectoryName(secret)!, "video.mp4");
        File.WriteAllText(path, text.Replace("{0}", secret, StringComparison.Ordinal));
        var failure = Refused(new MediaSource.File(path));
        Assert.True(failure.Kind is FailureKind.Unreadable or FailureKind.Unsupported, $"{name}: {failure}");
        Assert.DoesNotContain("secret", failure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file://{secret}")]
    [InlineData("http://127.0.0.1:{port}/inside.ts")]
    public async Task A_playlist_from_the_network_opens_nothing(string names)
    {
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var address = names.Replace("{secret}", Secret(), StringComparison.Ordinal).Replace("{port}", $"{port}", StringComparison.Ordinal);
        var playlist = $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n{address}\n#EXT-X-ENDLIST\n";
        using var stop = new CancellationTokenSource();
        var serving = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var client = await server.AcceptTcpClientAsync(stop.Token);
                    var stream = client.GetStream();
                    var question = new byte[4096];
                    var read = await stream.ReadAtLeastAsync(question, 1, throwOnEndOfStream: false, stop.Token);
                    asked.Add(Encoding.ASCII.GetString(question, 0, read).Split(' ').ElementAtOrDefault(1) ?? "");
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\nContent-Length: {playlist.Length}\r\nConnection: close\r\n\r\n{playlist}"), stop.Token);
                }
                catch (Exception e) when (e is OperationCanceledException or IOException)
                {
                    continue; // the other side left, or the test is over
                }
            }
        }, TestContext.Current.CancellationToken);
        Refused(new MediaSource.Live(new Uri($"http://127.0.0.1:{port}/live.m3u8")));
        await stop.CancelAsync();
        await serving;
        Assert.All(asked, path => Assert.Equal("/live.m3u8", path));
    }

    [Theory]
    [InlineData("concat://a")]
    [InlineData("gopher://host/x")]
    [InlineData("pipe://0")]
    [InlineData("ftp://host/video.mp4")]
    [InlineData("data://text/plain,x")]
    [InlineData("lavfi://testsrc2")]
    [InlineData("exec://sh")]
    [InlineData("crypto://host/x")]
    public void A_scheme_off_the_list_is_refused_before_anything_starts(string address)
    {
        var source = Assert.IsType<MediaSource.Live>(MediaSource.Parse(address));
        Assert.Equal(FailureKind.Unsupported, source.Refusal()!.Kind);
        Assert.Equal(FailureKind.Unsupported, Refused(source).Kind);
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("concat:/etc/hostname|/etc/passwd")]
    [InlineData("subfile,,start,0,end,0,,:/etc/hostname")]
    [InlineData("lavfi:testsrc2")]
    [InlineData("-")]
    [InlineData("pipe:0")]
    public void A_text_that_is_no_address_is_only_a_files_name(string text)
    {
        var source = Assert.IsType<MediaSource.File>(MediaSource.Parse(text));
        Assert.Equal(FailureKind.NotFound, Refused(source).Kind);
    }

    [Theory]
    [InlineData("-i.mp4")]
    [InlineData("-y")]
    [InlineData("100%d %03d.mp4")]
    [InlineData("a:b.mp4")]
    [InlineData("pipe:1")]
    [InlineData("glob*?[a].mp4")]
    [InlineData("quote ' \" $(x) ;.mp4")]
    [InlineData("қыран\nтүн.mp4")]
    [InlineData("#hash?query&x=1.mp4")]
    public void A_strange_name_is_taken_literally(string name)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-media-").FullName;
        var path = Path.Combine(folder, name);
        File.Copy(Secret(), path);
        var frames = 0;
        var end = Clip.Reader(path, new FrameReaderSettings()).Run(f =>
        {
            f.Dispose();
            frames++;
        }, default);
        Assert.Null(end.Failure);
        Assert.Equal(10, frames);
        Assert.Equal(name, Assert.Single(Directory.GetFiles(folder).Select(Path.GetFileName)));
    }

    [Fact]
    public async Task A_live_source_that_says_nothing_is_given_up_by_the_clock()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var source = new MediaSource.Live(new Uri($"tcp://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"));
        var video = new VideoInfo(160, 90, 0, "h264", "mpegts", null, 25, 25, 1, 90_000, "yuv420p", IsLive: true);
        var clock = new FakeTimeProvider();
        var reader = new FrameReader(source, video, new FrameReaderSettings { Clock = clock, FirstFrame = TimeSpan.FromHours(1) });
        var running = Task.Run(() => reader.Run(f => f.Dispose(), default), TestContext.Current.CancellationToken);
        using var camera = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(running.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(2));
        var end = await running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(FailureKind.Unreachable, end.Failure!.Kind);
        Assert.Contains("no frame for 3600 s", end.Failure.Text, StringComparison.Ordinal);
        Assert.False(Clip.ChildrenRun(source.Url.AbsoluteUri));
    }

    [Fact]
    public void A_password_in_an_address_is_never_told()
    {
        var source = new MediaSource.Live(new Uri("rtsp://admin:s3cret@127.0.0.1:1/live?token=t0ken"));
        var failure = Refused(source);
        Assert.DoesNotContain("s3cret", failure.Text + source, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", failure.Text + source, StringComparison.Ordinal);
    }
}
