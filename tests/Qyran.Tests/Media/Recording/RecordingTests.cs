using System.Collections.Concurrent;
using System.Security.Cryptography;
using Qyran.Media;
using Qyran.Media.Recording;

namespace Qyran.Tests.Media.Recording;

public sealed class RecordingTests
{
    private const long FrameUs = 40_000;

    [Fact]
    public async Task A_clip_played_as_a_camera_is_recorded_over_its_end_without_a_gap_and_any_span_comes_out_again()
    {
        using var made = Made.Of(Made.Clip(3), seconds: 7, fileSeconds: 2);
        Assert.True(made.Files.Count >= 3, $"{made.Files.Count} files");
        // fragments: on one clock, one after the other, none longer than a second
        Assert.True(made.Fragments[0].StartsWithKey);
        Assert.Equal("avc1.64000d", made.Fragments[0].Init.Codec);
        Assert.All(made.Fragments, f => Assert.InRange(f.EndUs - f.StartUs, 1, 1_000_000));
        foreach (var (a, b) in made.Fragments.Zip(made.Fragments.Skip(1)))
            Assert.InRange(b.StartUs - a.EndUs, -3 * FrameUs, 3 * FrameUs); // pictures sent out of order overlap at the edges
        // files: whole, hashed, named by when they begin, each one a video of its own whose stamps begin at 0
        var frames = 0;
        foreach (var file in made.Files)
        {
            var bytes = File.ReadAllBytes(made.Full(file));
            Assert.Equal((file.LengthBytes, file.Sha256), (bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes))));
            var at = DateTimeOffset.UnixEpoch.AddTicks(file.StartUs * 10);
            Assert.Equal($"recordings/north/{at:yyyy-MM-dd}/{at:HHmmss.ffffff}Z.mp4", file.Path);
            var stamps = Clip.Stamps(made.Full(file));
            Assert.InRange(stamps[0], 0, 3 * FrameUs);
            Assert.All(stamps.Zip(stamps.Skip(1)), s => Assert.InRange(s.Second - s.First, FrameUs - 2, FrameUs + 2));
            Assert.InRange(file.EndUs - file.StartUs - (stamps.Count * FrameUs), -100, 100);
            frames += stamps.Count;
        }
        foreach (var (a, b) in made.Files.Zip(made.Files.Skip(1)))
            Assert.InRange(b.StartUs - a.EndUs, -100, 100);
        Assert.Equal(Math.Round((made.Files[^1].EndUs - made.Files[0].StartUs) / (double)FrameUs), frames);
        Assert.Empty(Directory.GetFiles(made.Data, "*.partial", SearchOption.AllDirectories));

        // a span over three files, begun in the middle of a group of pictures
        var (from, until) = (made.Files[0].StartUs + 1_500_000, made.Files[2].StartUs + 700_000);
        var path = Path.Combine(made.Data, "span.mp4");
        var (span, failure) = await RecordingExport.Write(made.Data, made.Files, from, until, path, TestContext.Current.CancellationToken);
        Assert.True(span is not null, failure?.Text);
        Assert.Empty(span.Gaps);
        Assert.InRange(from - span.FromUs, 0, 1_000_000);
        Assert.InRange(span.UntilUs - until, 0, 1_000_000);
        var cut = Clip.Stamps(path);
        Assert.Equal(span.FromUs, cut[0] + span.OffsetUs);
        Assert.All(cut.Zip(cut.Skip(1)), s => Assert.InRange(s.Second - s.First, FrameUs - 2, FrameUs + 2));
        Assert.Equal(Math.Round((span.UntilUs - span.FromUs) / (double)FrameUs), cut.Count);

        // what is not there is said
        Assert.Equal(Qyran.Domain.Failures.FailureKind.NotFound,
            (await RecordingExport.Write(made.Data, made.Files, 0, 1_000_000, Path.Combine(made.Data, "none.mp4"), default)).Failure!.Kind);
        var (late, _) = await RecordingExport.Write(made.Data, [made.Files[0], made.Files[2]], from, until, Path.Combine(made.Data, "gap.mp4"), default);
        var gap = Assert.Single(late!.Gaps);
        Assert.Equal((made.Files[0].EndUs, made.Files[2].StartUs), (gap.FromUs, gap.ToUs));
    }

    [Fact]
    public void A_torn_recording_keeps_every_whole_fragment()
    {
        using var made = Made.Of(Made.Clip(3), seconds: 3, fileSeconds: 60);
        var file = made.Files[0];
        var bytes = File.ReadAllBytes(made.Full(file));
        Assert.Equal(new RecoveredSpan("north", file.StartUs, file.EndUs, file.LengthBytes), RecordingRecovery.Look(made.Full(file)));
        var torn = made.Full(file) + ".partial";
        var dice = new Random(7);
        long longest = 0;
        for (var round = 0; round < 60; round++)
        {
            var length = dice.Next(bytes.Length);
            File.WriteAllBytes(torn, bytes[..length]);
            var found = RecordingRecovery.Look(torn);
            if (found is null)
            {
                Assert.True(length < bytes.Length / 4);
                continue;
            }
            Assert.InRange(found.LengthBytes, 1, length);
            Assert.Equal(("north", file.StartUs), (found.CameraId, found.StartUs));
            if (found.LengthBytes > longest)
            {
                longest = found.LengthBytes;
                File.WriteAllBytes(torn, bytes[..(int)longest]);
                Assert.Equal(found, RecordingRecovery.Look(torn)); // cut once, it is whole
                var copy = torn + ".mp4";
                File.Copy(torn, copy, overwrite: true);
                Assert.Equal(Math.Round((found.EndUs - found.StartUs) / (double)FrameUs), Clip.Stamps(copy).Count, 2.0);
            }
        }
        Assert.True(longest > 0);
    }

    [Fact]
    public void Whatever_bytes_a_recording_holds_looking_into_it_ends()
    {
        using var made = Made.Of(Made.Clip(2), seconds: 2, fileSeconds: 60);
        var good = File.ReadAllBytes(made.Full(made.Files[0]));
        var path = made.Full(made.Files[0]) + ".partial";
        var dice = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var bytes = good.ToArray();
            for (var n = dice.Next(1, 12); n > 0; n--)
                bytes[dice.Next(round % 2 == 0 ? 1500 : bytes.Length)] = (byte)dice.Next(256);
            File.WriteAllBytes(path, bytes);
            var found = RecordingRecovery.Look(path);
            Assert.True(found is null || found.LengthBytes <= bytes.Length);
        }
    }

    [Theory]
    [InlineData("hvc1.1.6.L", "-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1")]
    [InlineData("avc1.42c0", "-c:v", "libx264", "-profile:v", "baseline")]
    [InlineData(null, "-c:v", "mjpeg")]
    public void A_browser_is_told_the_codec(string? codec, params string[] arguments)
    {
        using var made = Made.Of(Made.Clip(2, "320x240", arguments), seconds: 1, fileSeconds: 60);
        var init = made.Fragments[0].Init;
        Assert.Equal((320, 240), (init.Width, init.Height));
        if (codec is null) Assert.Null(init.Codec);
        else Assert.StartsWith(codec, init.Codec, StringComparison.Ordinal);
        Assert.True(made.Files[0].LengthBytes > 1000);
    }

    [Fact]
    public async Task A_viewer_begins_at_a_key_picture_and_a_slow_one_goes_on_at_the_next()
    {
        var init = new InitSegment(new byte[] { 1 }, "avc1.42c01e", 320, 240, 90_000);
        Fragment Piece(int n) => new(init, 1, n * 250_000, (n + 1) * 250_000, n, 0, n % 4 == 0, new byte[] { 2 });
        var feed = new FragmentFeed();
        feed.Add(Piece(3)); // nobody can begin here
        for (var n = 4; n < 7; n++) feed.Add(Piece(n));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var seen = new List<Fragment>();
        await using var viewer = feed.Watch(stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await viewer.MoveNextAsync());
        seen.Add(viewer.Current);
        Assert.Equal(1, feed.Viewers);
        for (var n = 7; n < 2000; n++) feed.Add(Piece(n)); // far more than wait for a viewer that does not read
        while (seen[^1].Ticks < 100) await Next();
        Assert.Equal(Enumerable.Range(4, 97).Select(n => (long)n), seen.Select(f => f.Ticks));
        // all that waited, then a hole, then from a key picture on
        while (seen[^1].Ticks == seen[0].Ticks + seen.Count - 1)
        {
            if (seen.Count > 300) feed.Add(Piece(2000 + seen.Count));
            await Next();
        }
        var first = seen[^1];
        Assert.True(first.StartsWithKey);

        async Task Next()
        {
            Assert.True(await viewer.MoveNextAsync());
            seen.Add(viewer.Current);
        }
    }

    [Fact]
    public async Task Whoever_watches_is_through_when_the_feed_ends_and_nobody_begins_to_watch_it_then()
    {
        var feed = new FragmentFeed();
        feed.Add(new Fragment(new InitSegment(new byte[] { 1 }, "avc1.42c01e", 320, 240, 90_000), 1, 0, 250_000, 0, 0, true, new byte[] { 2 }));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var viewer = feed.Watch(stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await viewer.MoveNextAsync());
        feed.End();
        Assert.False(await viewer.MoveNextAsync());
        await using var late = feed.Watch(stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.False(await late.MoveNextAsync());
        Assert.Equal(0, feed.Viewers);
    }

    [Fact]
    public void A_recorded_picture_is_the_one_that_was_analysed_at_that_instant_also_where_pictures_are_sent_out_of_order()
    {
        // each picture has a brightness of its own; -bf 3: they are sent in another order than they are shown
        var clip = Clip.Make("steps.mp4", "-f", "lavfi", "-i", "color=black:s=320x240:r=25:d=3", "-vf", "geq=lum='20+2.5*N':cb=128:cr=128", "-c:v", "libx264", "-preset", "veryfast", "-bf", "3",
            "-x264-params", "b-adapt=0:weightp=0", "-g", "25", "-qp", "4", "-pix_fmt", "yuv420p");
        var source = new MediaSource.Played(clip);
        using var folder = new MadeFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var analysed = new ConcurrentDictionary<long, double>();
        var files = new List<RecordedFile>();
        using (var recorder = new Recorder(folder.Path, "north", TimeProvider.System, files.Add, _ => false, (_, _) => { }, (_, _) => { }, TimeSpan.FromSeconds(60)))
        {
            var outlet = new FragmentOutlet(1, new SessionClock(TimeProvider.System), recorder.Add);
            new FrameReader(source, Clip.Look(source), new FrameReaderSettings { Fragments = outlet }).Run(frame =>
            {
                using (frame) analysed[frame.Time.MediaUs + frame.Time.UtcOffsetUs!.Value] = Mean(frame.View.Y);
                if (analysed.Count >= 70) stop.Cancel();
            }, stop.Token);
        }
        var file = Assert.Single(files);
        var compared = 0;
        var path = System.IO.Path.Combine(folder.Path, file.Path);
        long? first = null;
        Clip.Reader(path, new()).Run(frame =>
        {
            using (frame)
            {
                first ??= file.StartUs - frame.Time.MediaUs;
                var at = first.Value + frame.Time.MediaUs;
                if (analysed.Keys.FirstOrDefault(t => Math.Abs(t - at) < 1000) is not (> 0 and var same)) return;
                Assert.InRange(Mean(frame.View.Y) - analysed[same], -1, 1);
                compared++;
            }
        }, default);
        Assert.True(compared > 40, $"{compared} pictures compared");
    }

    private static double Mean(ReadOnlySpan<byte> luma)
    {
        long sum = 0;
        foreach (var y in luma) sum += y;
        return (double)sum / luma.Length;
    }

    private sealed class MadeFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("qyran-recording-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
