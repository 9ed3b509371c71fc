using Qyran.Evidence;
using Qyran.Line.Live;
using Qyran.Media;
using Qyran.Media.Recording;
using Qyran.Tests.Cli;
using Qyran.Tests.Evidence;

namespace Qyran.Tests.Line.Live;

public sealed class PendingCasesTests
{
    private const long Day = 86_400_000_000;

    [Fact]
    public async Task What_cases_of_a_killed_run_need_is_kept_before_anything_is_recycled()
    {
        using var house = new HouseStub();
        using var sample = new SamplePack();
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        var pending = PendingCases.Of(house.House, "north");
        // the first waits half a minute for the video after it, and the second for the first; what the second needs is too old to be kept
        Assert.Null(pending.Keep(Seen("a-first", now)));
        Assert.Null(pending.Keep(Seen("b-second", now - (8 * Day))));
        Directory.CreateDirectory(Path.Combine(house.Data, "recordings/north"));
        var old = Path.Combine(house.Data, "recordings/north/old.mp4");
        await File.WriteAllBytesAsync(old, new byte[100]);
        await house.Add("north", new RecordedFile("recordings/north/old.mp4", now - (8 * Day) - 30_000_000, now - (8 * Day) + 30_000_000, 100, ""), default);
        var nobody = new LiveSettings("north", new MediaSource.Live(new Uri("rtsp://127.0.0.1:1/live"))) { Detector = "off" };
        await using (new Running(nobody, house)) await HouseStub.Until(() => house.Protected.Count == 1, "the protection", 20);
        Assert.True(File.Exists(old));
        Assert.Equal(["a-first", "b-second"], house.Packs.Select(p => p.CaseId));

        PackContents Seen(string id, long atUs)
        {
            var words = sample.Contents(id);
            return words with { Track = words.Track with { Points = [.. words.Track.Points.Select(p => p with { Time = p.Time with { UtcOffsetUs = atUs } })] } };
        }
    }

    [Fact]
    public async Task A_folder_of_waiting_cases_that_refuses_is_said_and_recording_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to mount a disk that cannot be written");
        using var house = new HouseStub();
        var folder = Directory.CreateDirectory(Path.Combine(house.Data, "scratch", "north", "pending")).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "none", folder), "needs the right to mount");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "half.zip" + PackWriter.PartialEnding), "");
            Assert.True(Run("mount", "-o", "remount,ro", folder));
            await using (var running = new Running(new LiveSettings("north", new MediaSource.Played(MadeVideo.Traffic(9))) { Detector = "off" }, house)) await running.Begun();
            Assert.NotEmpty(house.Files);
            Assert.Contains(house.Alarms, a => a is { Trouble: LiveTrouble.Disk, On: true } && PendingCases.IsRefused(a.Text));
        }
        finally
        {
            Run("umount", "-l", folder);
        }
    }

    private static bool Run(params string[] command)
    {
        using var process = System.Diagnostics.Process.Start(command[0], command[1..]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
