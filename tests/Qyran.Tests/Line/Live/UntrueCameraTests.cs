using System.Text;
using Qyran.Domain.Time;
using Qyran.Line.Live;
using Qyran.Media;
using Qyran.Tests.Cli;
using Qyran.Tests.Media;
using Qyran.Tests.Media.Recording;

namespace Qyran.Tests.Line.Live;

/// <summary>Cameras whose time or view is not what it seems: seen while they run, said, and nothing is measured by them.</summary>
public sealed class UntrueCameraTests
{
    [Fact]
    public async Task Twenty_five_declared_and_twenty_one_delivered_is_an_alarm()
    {
        using var camera = RtspCamera.Start("h264", 21, 25);
        using var house = new HouseStub();
        await using var running = new Running(new LiveSettings("slow", camera.Source) { Record = false }, house);
        await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Time, On: true }), "the alarm");
        var now = running.Camera.Status;
        Assert.True(now.Time is TimeQuality.Synthetic or TimeQuality.Broken, now.TimeWhy); // the second where a loaded machine delivers in bursts
        Assert.Contains(now.TimeWhy, now.Reasons);
        Assert.InRange(now.Score, 0, 70);
    }

    [Fact]
    public async Task A_clock_that_is_set_makes_a_new_connection_on_the_new_clock()
    {
        using var house = new HouseStub();
        string[] picture = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=60", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"];
        var before = Clip.Make("before.ts", [.. picture, "-t", "4"]);
        var after = Clip.Make("after.ts", [.. picture, "-output_ts_offset", "7200"]);
        using var server = new TsServer(before, after);
        await using (var running = new Running(new LiveSettings("jump", server.Source), house))
        {
            await running.Begun();
            await HouseStub.Until(() => !house.Gaps.IsEmpty && running.Camera.Status.State == LiveState.Running, "a new connection");
            var until = house.Gaps.Last().UntilUs;
            await HouseStub.Until(() => running.Camera.Status.RecordedUntilUs > until + 1_000_000, "a recording");
        }
        // nothing lies in another hour, nothing overlaps
        var nowUs = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
        Assert.All(house.Files, f => Assert.InRange(f.EndUs, nowUs - 600_000_000, nowUs + 10_000_000));
        Assert.Contains(house.Gaps, g => g.Why == "the camera's clock was set");
        Assert.All(house.Gaps, g => Assert.InRange(g.UntilUs - g.FromUs, 0, 60_000_000));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_is_found_out_by_the_first_stamps_that_stand_still()
    {
        using var house = new HouseStub();
        string[] picture = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=60", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"];
        var before = Clip.Make("before.ts", [.. picture, "-t", "4", "-output_ts_offset", "30"]);
        var after = Clip.Make("after.ts", picture);
        using var server = new TsServer(before, after);
        await using (var running = new Running(new LiveSettings("back", server.Source) { Detector = "off" }, house))
        {
            await running.Begun();
            // not only when the clock and ours have come apart, nor when it has caught up
            await HouseStub.Until(() => house.Gaps.Any(g => g.Why == "the camera's clock was set"), "the end of the connection");
            var until = house.Gaps.Last().UntilUs;
            await HouseStub.Until(() => running.Camera.Status.RecordedUntilUs > until + 1_000_000, "a recording");
        }
        Assert.All(house.Gaps, g => Assert.InRange(g.UntilUs - g.FromUs, 0, 25_000_000));
    }

    [Fact]
    public async Task A_camera_that_sends_nothing_for_a_while_and_then_goes_on_has_a_gap()
    {
        using var house = new HouseStub();
        await using var running = new Running(new LiveSettings("lapse", new MediaSource.Played(Made.Lapse(0))) { Detector = "off", Record = false }, house);
        await HouseStub.Until(() => !house.Gaps.IsEmpty, "the gap");
        var gap = house.Gaps.First();
        Assert.Equal("the camera sent nothing", gap.Why);
        Assert.InRange(gap.UntilUs - gap.FromUs, 1_999_000, 2_001_000);
    }

    [Fact]
    public async Task A_view_that_moves_suspends_measuring_until_somebody_has_looked()
    {
        using var house = new HouseStub();
        var texture = Clip.Make("texture.png", "-f", "lavfi", "-i", "nullsrc=s=720x400,geq=lum='random(1)*255':cb=128:cr=128,gblur=sigma=2.5,eq=contrast=3", "-frames:v", "1");
        // a street that is knocked aside after eleven seconds, with a box driving through every four
        var clip = Clip.Make("knocked.mp4", "-loop", "1", "-framerate", "25", "-t", "24", "-i", texture, "-f", "lavfi", "-i", "color=c=0x101010:s=60x36:r=25:d=24",
            "-filter_complex", "[0]crop=640:360:20+24*gt(t\\,11):20,noise=alls=3:allf=t[b];[b][1]overlay=x='-70+mod(t,4)*250':y=200",
            "-c:v", "libx264", "-preset", "ultrafast", "-qp", "20", "-g", "25", "-pix_fmt", "yuv420p");
        await using var running = new Running(new LiveSettings("knocked", new MediaSource.Played(clip)) { SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene), Record = false }, house);
        await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.ViewMoved, On: true }), "the alarm");
        Assert.NotNull(running.Camera.Status.Suspended);
        var cases = house.Cases.Count;
        var passages = house.Passages.Count;
        await HouseStub.Until(() => house.Passages.Count >= passages + 2, "passages after it");
        var last = house.Passages.Last().Outcome.Passage!;
        Assert.Null(last.Speed);
        Assert.Contains("moved", last.SpeedRefused, StringComparison.Ordinal);
        Assert.InRange(house.Cases.Count, cases, cases + 2); // those of a vehicle that was under way
        running.Camera.ConfirmView();
        Assert.Null(running.Camera.Status.Suspended);
    }
}
