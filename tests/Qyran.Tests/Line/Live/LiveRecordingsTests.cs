using Qyran.Line.Live;
using Qyran.Media;
using Qyran.Media.Recording;

namespace Qyran.Tests.Line.Live;

public sealed class LiveRecordingsTests
{
    [Fact]
    public async Task Recordings_are_recycled_by_age_and_by_bytes_oldest_first_and_evidence_stays()
    {
        using var house = new HouseStub();
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        var told = new LiveTold(TimeProvider.System);
        told.Start();
        var recordings = LiveRecordings.Begin(house.House, "north", told, new LiveTroubles("north", house.House, told), TimeSpan.FromMinutes(1));
        for (var day = 10; day > 0; day--) await house.Add("north", Row(house, day, now), default);
        await recordings.Guard(now - (9 * Day), now - (9 * Day) + 1, default);
        await recordings.Tidy(new LiveSettings("north", new MediaSource.Played("x")) { KeepFor = TimeSpan.FromDays(7.5) }, default);
        Assert.Equal([9, 7, 6, 5, 4, 3, 2, 1], Days());
        await recordings.Tidy(new LiveSettings("north", new MediaSource.Played("x")) { KeepFor = null, KeepBytes = 350 }, default);
        Assert.Equal([9, 2, 1], Days());
        Assert.True(recordings.MakeRoom());
        Assert.Equal([9], Days());
        Assert.False(recordings.MakeRoom()); // what evidence rests on makes no room
        Assert.Equal([9], Days());
        recordings.Dispose();
        await told.End();
        Assert.Equal(9, Directory.GetFiles(house.Data, "*.mp4", SearchOption.AllDirectories).Select(f => int.Parse(Path.GetFileNameWithoutExtension(f))).Single());
        Assert.Contains(house.Alarms, a => a is { Trouble: LiveTrouble.Disk, On: true });

        int[] Days() => [.. house.Files.OrderBy(f => f.StartUs).Select(f => int.Parse(Path.GetFileNameWithoutExtension(f.Path)))];
    }

    [Fact]
    public async Task Evidence_above_the_limit_is_said_and_takes_no_recording_of_the_last_minutes()
    {
        using var house = new HouseStub();
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        var told = new LiveTold(TimeProvider.System);
        told.Start();
        var troubles = new LiveTroubles("north", house.House, told);
        var recordings = LiveRecordings.Begin(house.House, "north", told, troubles, TimeSpan.FromMinutes(1));
        for (var day = 5; day > 0; day--) await house.Add("north", Row(house, day, now), default);
        await house.Add("north", Row(house, 0, now - 120_000_000), default); // ended a minute ago: a case to come may need it
        await recordings.Guard(now - (5 * Day), now - (3 * Day) + 1, default);
        var settings = new LiveSettings("north", new MediaSource.Played("x")) { KeepFor = null, KeepBytes = 250 };
        await recordings.Tidy(settings, default);
        Assert.Equal(["5.mp4", "4.mp4", "3.mp4", "0.mp4"], house.Files.OrderBy(f => f.StartUs).Select(f => Path.GetFileName(f.Path)));
        Assert.Contains("takes more than this camera may keep", troubles.Now[LiveTrouble.Disk], StringComparison.Ordinal);
        // with the last minutes it is still too much, but the evidence fits again
        await recordings.Tidy(settings with { KeepBytes = 350 }, default);
        Assert.Equal(4, house.Files.Count);
        Assert.Empty(troubles.Now);
        // a full disk is the worse trouble, and not over because the limit is kept
        troubles.Set(LiveTrouble.Disk, "the disk is full");
        foreach (var most in (long[])[250, 350])
        {
            await recordings.Tidy(settings with { KeepBytes = most }, default);
            Assert.Equal("the disk is full", troubles.Now[LiveTrouble.Disk]);
        }
        recordings.Dispose();
        await told.End();
    }

    [Fact]
    public async Task What_a_waiting_case_needs_makes_no_room_even_before_its_rows_say_so()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var house = new HouseStub { Protecting = answer.Task };
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        var told = new LiveTold(TimeProvider.System);
        told.Start();
        var recordings = LiveRecordings.Begin(house.House, "north", told, new LiveTroubles("north", house.House, told), TimeSpan.FromMinutes(1));
        for (var day = 6; day > 0; day--) await house.Add("north", Row(house, day, now), default);
        recordings.Hold(now - (6 * Day), now - (2 * Day) + 1);
        recordings.Hold(now - (3 * Day), now - (2 * Day) + 1);
        Assert.True(recordings.MakeRoom()); // behind more of them than are looked at together
        Assert.False(recordings.MakeRoom());
        await recordings.Tidy(new LiveSettings("north", new MediaSource.Played("x")) { KeepFor = TimeSpan.FromDays(3) }, default);
        Assert.Equal(["6.mp4", "5.mp4", "4.mp4", "3.mp4", "2.mp4"], house.Files.OrderBy(f => f.StartUs).Select(f => Path.GetFileName(f.Path)));
        Assert.Empty(house.Protected);
        answer.SetResult();
        await HouseStub.Until(() => house.Protected.Count == 5, "the protection");
        recordings.Dispose();
        await told.End();
    }

    private const long Day = 86_400_000_000;

    private static RecordedFile Row(HouseStub house, int day, long now)
    {
        Directory.CreateDirectory(Path.Combine(house.Data, "recordings/north"));
        var path = $"recordings/north/{day}.mp4";
        File.WriteAllBytes(Path.Combine(house.Data, path), new byte[100]);
        return new RecordedFile(path, now - (day * Day), now - (day * Day) + 60_000_000, 100, "");
    }

    [Fact]
    public async Task A_full_disk_recycles_the_oldest_and_recording_and_evidence_go_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to mount a small disk");
        var root = Directory.CreateTempSubdirectory("qyran-full-").FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=6m", "none", root), "needs the right to mount");
        try
        {
            using var house = new HouseStub(root);
            // about 1 MB a second: the disk is full after a few seconds
            var clip = Noise(5);
            await using (var running = new Running(new LiveSettings("north", new MediaSource.Played(clip)) { Detector = "off", FileLength = TimeSpan.FromSeconds(1) }, house))
            {
                await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Disk, On: true } && a.Text.Contains("recycled", StringComparison.Ordinal)), "the alarm");
                var safe = running.Camera.Status.RecordedUntilUs;
                await HouseStub.Until(() => running.Camera.Status.RecordedUntilUs > safe + 5_000_000, "recording on a full disk");
            }
            Assert.DoesNotContain(house.Gaps, g => g.UntilUs - g.FromUs > 3_000_000);
            Assert.All(house.Files, f => Assert.Equal(f.LengthBytes, new FileInfo(Path.Combine(root, f.Path)).Length));
        }
        finally
        {
            Run("umount", "-l", root);
            Directory.Delete(root, recursive: true);
        }
    }

    private static string Noise(int seconds) => Qyran.Tests.Media.Clip.Make("noise.mp4", "-f", "lavfi", "-i", $"testsrc2=s=640x360:r=25:d={seconds}", "-vf", "noise=alls=40:allf=t",
        "-c:v", "libx264", "-preset", "ultrafast", "-g", "12", "-b:v", "8M", "-pix_fmt", "yuv420p");

    private static bool Run(params string[] command)
    {
        using var process = System.Diagnostics.Process.Start(command[0], command[1..]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
