using Qyran.Line.Live;
using Qyran.LiveBench.Served;
using Qyran.Media;
using Qyran.Tests.Media;

namespace Qyran.Tests.Line.Live;

/// <summary>Resets, silence, lost and overtaking packets: recovered, and told. The long proof is <c>bench/live</c>'s <c>faults</c>.</summary>
public sealed class BadNetworkTests
{
    [Fact]
    public async Task A_connection_that_is_reset_or_stands_still_is_made_anew_and_both_gaps_are_told()
    {
        using var camera = RtspCamera.Start("h264", 15);
        using var network = FaultyTcp.Start(camera.Source.Url.Port);
        using var house = new HouseStub();
        await using var running = new Running(new LiveSettings("far", new MediaSource.Live(new Uri($"rtsp://127.0.0.1:{network.Port}/live"))) { Detector = "off", Record = false, Stall = TimeSpan.FromSeconds(4) }, house);
        await running.Begun();
        network.Reset();
        await HouseStub.Until(() => house.Gaps.Count == 1 && running.Camera.Status.State == LiveState.Running, "a connection after the reset");
        network.Stand(true);
        await HouseStub.Until(() => running.Camera.Status.State != LiveState.Running, "the end of the silence");
        network.Stand(false);
        await HouseStub.Until(() => house.Gaps.Count == 2 && running.Camera.Status.State == LiveState.Running, "a connection after the silence");
        Assert.Contains("4 s", house.Gaps.Last().Why, StringComparison.Ordinal);
        Assert.All(house.Gaps, g => Assert.True(g.UntilUs > g.FromUs));
    }

    [Fact]
    public async Task Packets_that_are_lost_or_overtake_each_other_do_not_end_the_recording()
    {
        var port = LossyUdp.FreePort();
        using var network = LossyUdp.Start(port);
        var clip = Clip.Make("udp.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=10", "-c:v", "libx264", "-preset", "ultrafast", "-g", "12", "-pix_fmt", "yuv420p");
        using var sender = System.Diagnostics.Process.Start("ffmpeg", ["-nostdin", "-v", "error", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "mpegts", $"udp://127.0.0.1:{network.Port}?pkt_size=1316"]);
        using var house = new HouseStub();
        await using (var running = new Running(new LiveSettings("lossy", new MediaSource.Live(new Uri($"udp://127.0.0.1:{port}"))), house))
        {
            await running.Begun();
            (network.Loss, network.JitterMs) = (0.05, 30);
            var begun = running.Camera.Video.Last!.EndUs;
            await HouseStub.Until(() => running.Camera.Status is { State: LiveState.Running } now && now.RecordedUntilUs > begun + 8_000_000, "recording with five percent lost");
        }
        sender.Kill();
        // whatever was lost, every file is whole
        Assert.All(house.Files, f => Assert.Equal(f.LengthBytes, new FileInfo(Path.Combine(house.Data, f.Path)).Length));
        Assert.All(house.Files, f => Assert.Equal(320, Clip.Look(Path.Combine(house.Data, f.Path)).Width));
    }
}
