using System.Globalization;
using System.Text;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Line;
using Qyran.Line.Live;
using Qyran.Media;
using Qyran.Tests.Cli;
using Qyran.Tests.Media;
using SkiaSharp;

namespace Qyran.Tests.Line.Live;

/// <summary>Cameras around the clock on real ffmpeg and a real RTSP server.</summary>
public sealed class LiveCameraTests
{
    /// <summary>Fits <see cref="MadeVideo.Traffic"/>: each box breaks both rules.</summary>
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_played_as_a_camera_gives_passages_cases_packs_video_and_overlays_for_ever()
    {
        using var house = new HouseStub(stamper: new NoStamps()) { Refuse = 2 };
        var settings = new LiveSettings("north", new MediaSource.Played(MadeVideo.Traffic(9)))
        {
            SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene.Replace("height: 360,", "height: 360, verification: { certificate: a-7, authority: example, valid_until: 2100-01-01T00:00:00Z },", StringComparison.Ordinal)),
            FileLength = TimeSpan.FromSeconds(3),
            PreRoll = TimeSpan.FromSeconds(2),
            PostRoll = TimeSpan.FromSeconds(1),
        };
        Assert.Null(LiveCamera.Refusal(settings));
        var facts = new List<FrameFacts>();
        var fragments = new List<Qyran.Media.Recording.Fragment>();
        using var viewing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task watching;
        var kept = "";
        await using (var running = new Running(settings, house))
        {
            watching = Task.WhenAll(Collect(running.Camera.Facts.Watch(viewing.Token), facts), Collect(running.Camera.Video.Watch(viewing.Token), fragments));
            // a case that waits for its pack is on the disk
            var pending = Path.Combine(house.Data, "scratch/north/pending");
            await HouseStub.Until(() => Directory.Exists(pending) && Directory.GetFiles(pending, "*.zip").Length > 0, "a pending case");
            var file = Directory.GetFiles(pending, "*.zip")[0];
            kept = Path.Combine(house.Data, Path.GetFileName(file));
            File.Copy(file, kept);
            // over the clip's end, and on
            await HouseStub.Until(() => house.Packs.Count(p => p.Path is not null) >= 3 && fragments.Count > 0 && fragments[^1].EndUs - fragments[0].StartUs > 12_000_000, "packs", 200);
            var picture = await running.Camera.Snapshot(stop);
            using var shot = SKBitmap.Decode(picture);
            Assert.Equal((640, 360), (shot.Width, shot.Height));
            var now = running.Camera.Status;
            Assert.Equal(LiveState.Running, now.State);
            Assert.Equal((640, 360), (now.Video!.Width, now.Video.Height));
            Assert.InRange(now.Score, 1, 100);
            Assert.NotNull(now.RecordedUntilUs);
            var (span, failure) = await running.Camera.Export(fragments[0].StartUs, now.RecordedUntilUs.Value, Path.Combine(house.Data, "all.mp4"), stop);
            Assert.True(span is not null, failure?.Text);
            Assert.Empty(span.Gaps);
        }
        await viewing.CancelAsync();
        await watching;

        // a dark box every four seconds, 90 km/h: each breaks both rules
        Assert.True(house.Passages.Count >= 2);
        Assert.Equal(house.Passages.Count, house.Passages.Select(p => p.Outcome.Passage!.Id).Distinct().Count());
        Assert.All(house.Passages, p => Assert.StartsWith("north-20", p.Outcome.Passage!.Id, StringComparison.Ordinal));
        Assert.Contains(house.Passages, p => p.Thumbnail.Length > 0 && Width(p.Thumbnail) >= 20);
        Assert.Equal(house.Cases.Select(c => c.Case.Id).Order(), house.Packs.Select(p => p.CaseId).Order());
        foreach (var pack in house.Packs.Where(p => p.Path is not null))
        {
            var path = Path.Combine(house.Data, pack.Path!);
            var report = PackVerifier.Verify(path, new VerifyOptions());
            Assert.True(report.State == PackState.Sound, string.Join('\n', report.Findings));
            Assert.Equal("verified by example, certificate a-7, valid until 2100-01-01 00:00:00 UTC", report.Manifest!.DeviceVerification);
        }
        var replay = Replay.Run(Path.Combine(house.Data, house.Packs.First(p => p.Path?.EndsWith("-speeding.zip", StringComparison.Ordinal) is true).Path!), "motion", stop);
        Assert.True(replay.Report is not null, replay.Failure?.Text);
        Assert.All(replay.Report.Lines, l => Assert.True(l.Same, $"{l.What}: {l.Text}"));
        Assert.DoesNotContain(house.Alarms, a => a.Trouble == LiveTrouble.Disk);
        Assert.NotEmpty(house.Protected);
        Assert.Empty(Directory.GetFiles(Path.Combine(house.Data, "scratch/north/pending")));

        // video and what is seen in it are on one clock, which goes on over the clip's end
        Assert.All(fragments.Zip(fragments.Skip(1)), f => Assert.InRange(f.Second.StartUs - f.First.EndUs, -100_000, 100_000));
        Assert.NotEmpty(facts);
        var drawn = facts.First(f => f.Seen.Any(s => s.Box.X is > 100 and < 500));
        var car = drawn.Seen.First(s => s.Box.X is > 100 and < 500);
        Assert.InRange(drawn.AtUs, fragments[0].StartUs, fragments[^1].EndUs);
        // overlay x = −70 + 250·(t mod 4): where the box is tells the time in the clip
        var inClip = (drawn.AtUs - fragments[0].StartUs) / 1e6 % 9 % 4;
        Assert.InRange(car.Box.X, -70 + (250 * inClip) - 40, -70 + (250 * inClip) + 40);
        Assert.Contains(facts.SelectMany(f => f.Seen), s => s.KmhNow is > 60 and < 130);

        // what was recorded is whole and has rows, one after the other without a gap
        var files = house.Files.OrderBy(f => f.StartUs).ToArray();
        Assert.All(files.Zip(files.Skip(1)), f => Assert.InRange(f.Second.StartUs - f.First.EndUs, -1000, 1000));
        Assert.Empty(Directory.GetFiles(Path.Combine(house.Data, "recordings"), "*.partial", SearchOption.AllDirectories));
        Assert.Empty(house.Gaps);

        // as if the program had been killed before it made that pack: the next run makes it, from the recordings
        Directory.Delete(Path.Combine(house.Data, "evidence"), recursive: true);
        File.Move(kept, Path.Combine(house.Data, "scratch/north/pending", Path.GetFileName(kept)));
        house.Packs.Clear();
        await using (new Running(settings with { Detector = "off" }, house))
            await HouseStub.Until(() => !house.Packs.IsEmpty && !house.Gaps.IsEmpty, "the pack of the run before");
        var again = house.Packs.First();
        Assert.Equal((Path.GetFileNameWithoutExtension(kept), null), (again.CaseId, again.Why));
        Assert.Equal(PackState.Sound, PackVerifier.Verify(Path.Combine(house.Data, again.Path!), new VerifyOptions()).State);
        Assert.Equal("the program did not run", house.Gaps.First().Why);

        // nobody vouched for the packs' times: they are made all the same, and that is told once a run
        Assert.Equal(2, house.Alarms.Count(a => a is { Trouble: LiveTrouble.TimeStamp, On: true, Text: "nobody stamps; evidence is made without its time stamp" }));
    }

    private sealed class NoStamps : ITimeStamper
    {
        public byte[]? Stamp(ReadOnlyMemory<byte> signature, out Failure? failure)
        {
            failure = new(FailureKind.Unreadable, "nobody stamps");
            return null;
        }
    }

    [Fact]
    public async Task A_camera_that_dies_and_comes_back_with_another_picture_is_recorded_on_and_the_gaps_are_told()
    {
        using var house = new HouseStub();
        var camera = RtspCamera.Start("h264", 15);
        var port = camera.Source.Url.Port;
        await using (var running = new Running(new LiveSettings("gate", camera.Source) { Stall = TimeSpan.FromSeconds(5) }, house))
        {
            await running.Begun();
            for (var round = 0; round < 2; round++)
            {
                await HouseStub.Until(() => running.Camera.Status.RecordedUntilUs is { } safe && safe > (house.Gaps.IsEmpty ? 0 : house.Gaps.Last().UntilUs + 1_000_000), "recording");
                camera.Kill();
                camera.Dispose();
                await HouseStub.Until(() => running.Camera.Status.State != LiveState.Running, "the end of the connection");
                Assert.Equal(0, running.Camera.Status.Score);
                Assert.Contains(LiveTrouble.Away, running.Camera.Status.Troubles);
                camera = RtspCamera.Start("h264", 15, null, port, round == 0 ? 480 : 320, round == 0 ? 270 : 240);
                await HouseStub.Until(() => house.Gaps.Count > round && running.Camera.Status.State == LiveState.Running, "a new connection");
                Assert.Equal(round == 0 ? 480 : 320, running.Camera.Status.Video!.Width);
                Assert.DoesNotContain(LiveTrouble.Away, running.Camera.Status.Troubles);
            }
            await HouseStub.Until(() => running.Camera.Status.RecordedUntilUs > house.Gaps.Last().UntilUs + 1_000_000, "the last recording");
        }
        camera.Dispose();
        Assert.Equal(2, house.Gaps.Count);
        Assert.All(house.Gaps, g => Assert.True(g.UntilUs > g.FromUs && g.Why.Length > 10, g.Why));
        Assert.Equal([320, 480, 320], house.Files.OrderBy(f => f.StartUs).Select(f => Clip.Look(Path.Combine(house.Data, f.Path)).Width));
        Assert.Equal([true, false, true, false], house.Alarms.Where(a => a.Trouble == LiveTrouble.Away).Select(a => a.On));
        Assert.DoesNotContain(house.Alarms, a => a.Text.Contains("://", StringComparison.Ordinal) && a.Text.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hung_ffmpeg_is_ended_and_a_stream_that_changes_its_picture_is_read_anew()
    {
        using var house = new HouseStub();
        var clip = Clip.Make("small.ts", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=4", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p");
        var other = Clip.Make("large.ts", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=60", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p");
        using var server = new TsServer(clip, other);
        await using var running = new Running(new LiveSettings("yard", server.Source) { Stall = TimeSpan.FromSeconds(4) }, house);
        await running.Begun();
        Assert.Equal(320, running.Camera.Status.Video!.Width);
        await HouseStub.Until(() => running.Camera.Status is { State: LiveState.Running, Video.Width: 640 }, "the larger picture");
        // what is told comes after what is shown
        await HouseStub.Until(() => house.Gaps.Any(g => g.Why.Contains("changed what it sends", StringComparison.Ordinal)), "the gap of the change");
        // frozen as by a broken driver: it neither sends nor ends
        bool Hung() => house.Gaps.Any(g => g.Why.Contains("for 4 s", StringComparison.Ordinal));
        for (var n = 0; n < 3 && !Hung(); n++)
        {
            // a connection that ends for another reason meanwhile, on a busy machine, is none of a hang: then the next one hangs
            var before = running.Camera.Status.Connections;
            foreach (var id in Clip.Children(server.Source.Url.AbsoluteUri)) Clip.Tool("kill", "-STOP", id.ToString(CultureInfo.InvariantCulture));
            await HouseStub.Until(() => running.Camera.Status is { State: LiveState.Running } now && now.Connections > before, "a connection after the hang");
            await Task.Delay(500, TestContext.Current.CancellationToken); // what is told comes after what is shown
        }
        Assert.True(Hung(), string.Join("; ", house.Gaps.Select(g => g.Why)));
    }

    [Theory]
    [InlineData(1.5, "second")]
    [InlineData(6, "fourth")]
    public async Task A_camera_whose_video_comes_late_goes_on_with_fewer_frames_and_says_so(double late, string which)
    {
        using var house = new HouseStub();
        var clip = Clip.Make("minute.ts", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=60", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p");
        using var server = new TsServer(clip, clip) { Pause = TimeSpan.FromSeconds(late) };
        await using var running = new Running(new LiveSettings("yard", server.Source), house);
        await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Overload, On: true } && a.Text.Contains($"every {which} frame", StringComparison.Ordinal)), "fewer frames");
        // far longer late than a clock that has come apart is borne
        await HouseStub.Until(() => running.Camera.Status.Frames > 25 * 26, "frames");
        var status = running.Camera.Status;
        Assert.Equal(1, status.Connections);
        Assert.InRange(status.Dropped, 20, status.Frames * 3 / 4);
        Assert.Empty(house.Gaps);
    }

    [Fact]
    public async Task A_picture_that_stands_still_is_found_out_and_nothing_is_measured_meanwhile()
    {
        using var house = new HouseStub();
        // moving for four seconds, then one and the same picture for eight; without loss, so that it is the same
        var clip = Clip.Make("frozen.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=12", "-vf", "loop=loop=80:size=1:start=40,trim=end_frame=120,setpts=N/10/TB", "-c:v", "libx264", "-qp", "0", "-g", "10", "-pix_fmt", "yuv420p");
        await using var running = new Running(new LiveSettings("still", new MediaSource.Played(clip)) { FrozenAfter = TimeSpan.FromSeconds(3) }, house);
        await running.Begun();
        await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Frozen, On: true }), "the frozen picture");
        await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Frozen, On: false }), "the living picture");
    }

    [Fact]
    public async Task Settings_change_while_it_runs_and_a_suspension_lasts_until_somebody_confirms()
    {
        using var house = new HouseStub();
        var settings = new LiveSettings("south", new MediaSource.Played(MadeVideo.Traffic(9))) { Detector = "off", Suspended = "moved yesterday" };
        await using var running = new Running(settings, house);
        await running.Begun();
        Assert.Equal(0, running.Camera.Status.Frames); // nothing is decoded
        running.Camera.Apply(settings with { Detector = "motion", SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene) });
        await HouseStub.Until(() => !house.Passages.IsEmpty, "a passage");
        Assert.Contains("moved yesterday", house.Passages.First().Outcome.Passage!.SpeedRefused, StringComparison.Ordinal);
        Assert.Empty(house.Cases);
        await HouseStub.Until(() => house.Gaps.Any(g => g.Why == "its settings were changed"), "the gap");
        running.Camera.ConfirmView();
        await HouseStub.Until(() => !house.Cases.IsEmpty, "a case after the view was confirmed");
        Assert.Null(running.Camera.Status.Suspended);
        // a scene that does not fit is said, and recording goes on
        running.Camera.Apply(settings with { Detector = "motion", SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene.Replace("width: 640, height: 360", "width: 800, height: 600", StringComparison.Ordinal)) });
        await HouseStub.Until(() => running.Camera.Status is { State: LiveState.Running } now && now.Troubles.Contains(LiveTrouble.Settings), "the refusal");
        Assert.Contains("it only records", running.Camera.Status.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_that_cannot_be_reached_gets_another_address_while_it_waits()
    {
        using var house = new HouseStub();
        var nobody = new LiveSettings("moved", new MediaSource.Live(new Uri("rtsp://127.0.0.1:1/live"))) { Detector = "off", Record = false };
        await using var running = new Running(nobody, house);
        await HouseStub.Until(() => running.Camera.Status.State == LiveState.Waiting, "a failed try");
        running.Camera.Apply(nobody with { Source = new MediaSource.Played(MadeVideo.Traffic(9)) });
        await running.Begun();
    }

    private static int Width(ReadOnlyMemory<byte> jpeg)
    {
        using var picture = SKBitmap.Decode(jpeg.Span);
        return picture.Width;
    }

    private static async Task Collect<T>(IAsyncEnumerable<T> from, List<T> into)
    {
        try
        {
            await foreach (var one in from) into.Add(one);
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }
}
