using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Qyran.Domain.Time;
using Qyran.Line.Live;
using Qyran.Tests.Media;
using SkiaSharp;

namespace Qyran.Tests.Line.Live;

/// <summary>The ways cameras send, each from a real server on this machine.</summary>
public sealed class KindsOfCameraTests
{
    [Fact]
    public async Task RTSP_over_TLS_is_recorded()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-tls-").FullName;
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllTextAsync(Path.Combine(folder, "camera.pem"), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        }
        using var camera = RtspCamera.Start("h264", 15, pem: Path.Combine(folder, "camera.pem"));
        using var house = new HouseStub();
        await using (var running = new Running(new LiveSettings("sealed", camera.Source) { Detector = "off" }, house))
        {
            await running.Begun();
            var first = running.Camera.Video.Last!.EndUs;
            await HouseStub.Until(() => running.Camera.Status.RecordedUntilUs > first + 1_000_000, "a recording");
            Assert.Equal(("h264", 320), (running.Camera.Status.Video!.Codec, running.Camera.Status.Video.Width));
        }
        Assert.Single(house.Files);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task JPEG_pictures_over_HTTP_are_recorded_and_never_carry_a_speed()
    {
        using var camera = new MjpegServer();
        using var house = new HouseStub();
        await using (var running = new Running(new LiveSettings("web", camera.Source), house))
        {
            await running.Begun();
            var first = running.Camera.Video.Last!.EndUs;
            await HouseStub.Until(() => running.Camera.Status.RecordedUntilUs > first + 2_000_000 && !house.Passages.IsEmpty, "a recording and a passage");
            Assert.Equal("mjpeg", running.Camera.Status.Video!.Codec);
            Assert.False(running.Camera.Status.Time is TimeQuality.Exact or TimeQuality.Jittered, running.Camera.Status.TimeWhy);
            // its stamps are the time of day
            var shot = await running.Camera.Snapshot(TestContext.Current.CancellationToken);
            Assert.NotNull(shot);
            using var picture = SKBitmap.Decode(shot);
            Assert.Equal((320, 240), (picture.Width, picture.Height));
        }
        Assert.NotEmpty(house.Files);
        Assert.All(house.Passages, p => Assert.Null(p.Outcome.Passage!.Speed));
    }
}
