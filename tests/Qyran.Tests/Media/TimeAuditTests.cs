using Qyran.Domain.Time;
using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class TimeAuditTests
{
    private static VideoInfo File(string container = "mov,mp4,m4a,3gp,3g2,mj2", long den = 90_000) =>
        new(640, 360, 0, "h264", container, null, 25, 25, 1, den, "yuv420p", IsLive: false);

    private static VideoInfo Live(string container = "rtsp") => File(container) with { IsLive = true };

    private static TimeAudit Read(VideoInfo video, IEnumerable<long> stamps)
    {
        var audit = new TimeAudit(video);
        foreach (var s in stamps)
            audit.Add(s, null);
        return audit;
    }

    private static IEnumerable<long> Even(int n, double step = 40_000, double from = 0) => Enumerable.Range(0, n).Select(i => (long)Math.Round(from + (i * step)));

    public static TheoryData<string, long[], TimeQuality, string> Files() => new()
    {
        { "even at 25 fps", [.. Even(200)], TimeQuality.Counted, "constant step of 40.00 ms" },
        { "even at 29.97 fps, whole µs", [.. Even(200, 1001e6 / 30000)], TimeQuality.Counted, "constant step of 33.37 ms" },
        { "rounded to milliseconds", [.. Even(200, 100_000 / 3.0).Select(t => (t + 500) / 1000 * 1000)], TimeQuality.Counted, "even steps of 33" },
        { "every seventh frame left out", [.. Even(200).Where((_, i) => i % 7 != 3)], TimeQuality.Counted, "uneven time stamps" },
        { "a frame lost here and there", [.. Even(400).Where((_, i) => i % 97 != 50)], TimeQuality.Counted, "even steps of 40" },
        { "seven frames", [.. Even(7)], TimeQuality.Unknown, "too few" },
        { "nothing", [], TimeQuality.Unknown, "too few" },
        { "one stamp repeats", [.. Even(100), .. Even(100, from: 99 * 40_000)], TimeQuality.Counted, "1 repeats (last at 4.0 s): no speed across that" },
        { "three stamps repeat within a minute", [.. Even(100), .. Even(100, from: 99 * 40_000), .. Even(100, from: 198 * 40_000), .. Even(100, from: 297 * 40_000)], TimeQuality.Broken, "3 repeat" },
        { "all stamps repeat", [.. Even(50, 0)], TimeQuality.Broken, "49 repeat" },
        { "jumps back 2 s", [.. Even(100), .. Even(100, from: 50 * 40_000)], TimeQuality.Broken, "1 jumps back" },
        { "a clock set from 1970", [.. Even(100), .. Even(100, from: 1.7e15)], TimeQuality.Broken, "1 jumps far ahead" },
        { "moved up by one tick", [.. Even(50), .. Even(20, 11, (49 * 40_000) + 11), .. Even(50, from: 60 * 40_000)], TimeQuality.Broken, "20 did not grow" },
        { "the first stamp repeats and was moved up by one tick", [0, 11, .. Even(100, from: 40_000)], TimeQuality.Counted, "1 did not grow and was moved (last at 0.0 s)" },
        { "a recording paused for a minute", [.. Even(100), .. Even(100, from: 60_000_000)], TimeQuality.Counted, "even steps of 40" },
        { "written in bursts of ten", [.. Even(300).Select((t, i) => (t / 400_000 * 400_000) + (i % 10 * 900))], TimeQuality.Broken, "bursts" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_judged_by_its_stamps(string name, long[] stamps, TimeQuality quality, string why)
    {
        var whole = Read(File(), stamps).Whole();
        Assert.True(quality == whole.Quality, $"{name}: {whole.Quality}, {whole.Why}");
        Assert.Contains(why, whole.Why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', whole.Why);
        Assert.True(double.IsFinite(whole.JitterUs) && whole.JitterUs >= 0);
    }

    [Theory]
    [InlineData("h264")]
    [InlineData("hevc")]
    [InlineData("mjpeg")]
    [InlineData("m4v")]
    [InlineData("mpegvideo")]
    public void A_stream_without_a_clock_is_made_up_however_even_it_looks(string container)
    {
        var audit = Read(File(container), Even(100));
        Assert.Equal(TimeQuality.Synthetic, audit.Now().Quality);
        Assert.Contains("carries no clock", audit.Whole().Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(4_000)]
    [InlineData(10_000)]
    public void The_jitter_is_measured_to_a_tenth(double sigmaUs)
    {
        var random = new Random(7);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var estimates = Enumerable.Range(0, 20).Select(_ => Read(File(), Even(400).Select(t => t + (long)(sigmaUs * Normal()))).Whole().JitterUs).ToList();
        Assert.InRange(estimates.Average(), sigmaUs * 0.9, sigmaUs * 1.1);
    }

    [Fact]
    public void A_break_spoils_what_is_seen_across_it_and_nothing_after_it()
    {
        var audit = new TimeAudit(File());
        var us = 0L;
        TimeQuality Go(double seconds)
        {
            var last = TimeQuality.Unknown;
            for (var i = 0; i < seconds * 25; i++)
                last = audit.Add(us += 40_000, null);
            return last;
        }
        Assert.Equal(TimeQuality.Counted, Go(10));
        us -= 500_000;
        Assert.Equal(TimeQuality.Broken, Go(0.04));
        Assert.Equal(TimeQuality.Counted, Go(30));
        Assert.Equal(TimeQuality.Broken, audit.Now().Quality);
        Assert.Equal(TimeQuality.Broken, audit.Since(9_000_000).Quality);
        Assert.Contains("1 jumps back", audit.Since(9_000_000).Why, StringComparison.Ordinal);
        Assert.Equal(TimeQuality.Counted, audit.Since(10_000_000).Quality);
        Assert.Equal((true, false), (audit.Since(9_000_000).Broke, audit.Since(10_000_000).Broke));
        Assert.Equal(TimeQuality.Counted, Go(40));
        Assert.Equal(TimeQuality.Counted, audit.Now().Quality);
        Assert.Equal(TimeQuality.Broken, audit.Whole().Quality);
        Assert.Contains("1 jumps back (last at 9.", audit.Whole().Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Bursts_are_no_break()
    {
        var audit = Read(File(), Even(300).Select((t, i) => (t / 400_000 * 400_000) + (i % 10 * 900)));
        Assert.All((TimeAuditResult[])[audit.Since(0), audit.Now(), audit.Whole()], time => Assert.Equal((TimeQuality.Broken, false), (time.Quality, time.Broke)));
    }

    [Fact]
    public void What_ffmpeg_had_to_change_breaks_the_time()
    {
        var audit = Read(File(), Even(50));
        audit.NoteRewritten();
        Assert.Equal(TimeQuality.Broken, audit.Add(50 * 40_000, null));
        var atTheEnd = Read(File(), Even(50));
        atTheEnd.NoteRewritten();
        Assert.Contains("1 did not grow and was moved", atTheEnd.Whole().Why, StringComparison.Ordinal);
        Assert.Equal(TimeQuality.Broken, atTheEnd.Since(0).Quality);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(5)]
    public void What_ffmpeg_says_and_the_moved_stamp_are_one_break(int saidAfter)
    {
        var audit = new TimeAudit(File());
        for (var i = 0; i < 200; i++)
        {
            if (i == 100 + saidAfter || i == 102 + saidAfter)
                audit.NoteRewritten(); // once for each picture that is made of a frame
            audit.Add(i == 100 ? (99 * 40_000) + 11 : i * 40_000L, null);
        }
        Assert.Contains("of the stamps 1 did not grow and was moved (last at 4.0 s)", audit.Whole().Why, StringComparison.Ordinal);
        Assert.Equal(TimeQuality.Broken, audit.Since(3_900_000).Quality);
        Assert.Equal(TimeQuality.Counted, audit.Since(4_100_000).Quality);
    }

    // stamp step, true step, how each frame arrives late
    public static TheoryData<string, double, double, string, TimeQuality> Cameras() => new()
    {
        { "honest, quiet network", 40_000, 40_000, "quiet", TimeQuality.Exact },
        { "honest, 30 ms of network noise", 40_000, 40_000, "noisy", TimeQuality.Exact },
        { "honest, arrives in bursts of 1.5 s", 40_000, 40_000, "bursts", TimeQuality.Exact },
        { "honest, the network stalls for 3 s now and then", 40_000, 40_000, "stalls", TimeQuality.Exact },
        { "honest, five seconds come at once in the beginning", 40_000, 40_000, "faststart", TimeQuality.Exact },
        { "honest, its quartz is off by 100 ppm", 40_000, 40_004, "noisy", TimeQuality.Exact },
        { "honest, declares 25 fps, sends 21 with right stamps", 1e6 / 21, 1e6 / 21, "noisy", TimeQuality.Exact },
        { "declares 25 fps, delivers 21", 40_000, 1e6 / 21, "quiet", TimeQuality.Synthetic },
        { "declares 25 fps, delivers 21 over a noisy network", 40_000, 1e6 / 21, "noisy", TimeQuality.Synthetic },
        { "declares 25 fps, delivers 21 in bursts", 40_000, 1e6 / 21, "bursts", TimeQuality.Synthetic },
        { "declares 25 fps, delivers 21, stalls", 40_000, 1e6 / 21, "stalls", TimeQuality.Synthetic },
        { "declares 25 fps, delivers 24.8", 40_000, 1e6 / 24.8, "noisy", TimeQuality.Synthetic },
        { "declares 25 fps, delivers 30", 40_000, 1e6 / 30, "noisy", TimeQuality.Synthetic },
    };

    [Theory]
    [MemberData(nameof(Cameras))]
    public void A_camera_is_judged_by_its_stamps_against_our_clock(string name, double stampStep, double trueStep, string network, TimeQuality quality)
    {
        var random = new Random(3);
        var audit = new TimeAudit(Live());
        var arrived = 0.0;
        var wrong = 0;
        for (var i = 0; i * trueStep < 90e6; i++)
        {
            var sent = i * trueStep;
            var late = network switch
            {
                "noisy" => 5_000 + (25_000 * random.NextDouble()),
                "bursts" => (Math.Ceiling(sent / 1_500_000) * 1_500_000) - sent + 5_000,
                "stalls" => sent % 25e6 > 22e6 ? 25e6 - (sent % 25e6) : 3_000 * random.NextDouble(),
                "faststart" => sent < 5e6 ? 5e6 - sent : 3_000 * random.NextDouble(),
                _ => 2_000 * random.NextDouble(),
            };
            arrived = Math.Max(arrived + 100, sent + late);
            var seen = audit.Add((long)(i * stampStep), (long)arrived);
            if (sent < 8e6)
                Assert.NotEqual(TimeQuality.Exact, seen); // a clock is not believed before it has been watched
            if (sent > 60e6 && seen != quality)
                wrong++;
        }
        Assert.True(wrong == 0, $"{name}: {wrong} frames, {audit.Now().Why}");
        var slack = network == "bursts" ? 0.06 : 0.02; // half a minute holds not quite a whole number of bursts
        Assert.InRange(audit.Now().DeliveredFps!.Value, 1e6 / trueStep * (1 - slack), 1e6 / trueStep * (1 + slack));
        if (quality == TimeQuality.Synthetic)
            Assert.Matches("advances [01][.][0-9]{3} s .*declared 25 fps, delivered ", audit.Whole().Why);
    }

    [Fact]
    public void A_camera_whose_clock_is_set_while_it_runs_is_broken()
    {
        var audit = new TimeAudit(Live());
        for (var i = 0; i < 25 * 20; i++)
            audit.Add(i * 40_000L, i * 40_000L);
        Assert.Equal(TimeQuality.Broken, audit.Add((500 * 40_000L) + 7_200_000_000, 500 * 40_000L));
    }

    [Fact]
    public async Task Asking_from_another_thread_sees_whole_verdicts_and_adding_allocates_nothing()
    {
        var audit = new TimeAudit(Live());
        using var stop = new CancellationTokenSource();
        var asking = Task.Run(() =>
        {
            var asked = 0;
            while (!stop.IsCancellationRequested)
            {
                var now = audit.Now();
                Assert.NotEmpty(now.Why);
                Assert.NotEqual(TimeQuality.Synthetic, now.Quality);
                asked++;
            }
            return asked;
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 1000; i++)
            audit.Add(i * 40_000L, i * 40_000L);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1000; i < 20_000; i++)
            audit.Add(i * 40_000L, i * 40_000L);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await stop.CancelAsync();
        Assert.True(await asking > 0);
        Assert.InRange(allocated, 0, 1024);
    }

    [Theory]
    [InlineData("[warning] Non-monotonous DTS in output stream 0:0; previous: 10, current: 10; changing to 11.", true)]
    [InlineData("[vost#0:0/rawvideo] [warning] Non-monotonic DTS; previous: 10, current: 10; changing to 11.", true)]
    [InlineData("[warning] Non-monotonous DTS in output stream 1:0; previous: 10, current: 10; changing to 11.", false)]
    [InlineData("[vost#1:0/copy] [warning] Non-monotonic DTS; previous: 10, current: 10; changing to 11.", false)]
    [InlineData("[h264] [error] error while decoding MB 3 4", false)]
    public void Both_spellings_of_a_changed_stamp_are_known(string line, bool rewritten) => Assert.Equal(rewritten, Complaint.IsStampRewritten(line));
}
