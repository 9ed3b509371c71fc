using System.Text.Json;
using Qyran.Evidence;
using Qyran.Tests.Evidence;
using Qyran.Tests.Media;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Cli;

/// <summary><c>qyran redact</c>: a copy beside a pack that stays as it is. That people are hidden in it is measured by hand (docs/design/evidence.md).</summary>
public sealed class RedactTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-redact-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_copy_names_its_pack_and_leaves_it_alone_and_is_never_written_over()
    {
        var model = ShippedModels.Road;
        Assert.SkipWhen(model is null, "needs models/road.onnx");
        File.WriteAllText(Path.Combine(folder, "scene.yaml"), MadeVideo.Scene);
        var results = Path.Combine(folder, "results");
        Assert.Equal(0, QyranProcess.Run("analyze", MadeVideo.Traffic(5), "--scene", Path.Combine(folder, "scene.yaml"), "--out", results, "--detector", "motion", "--plates", "off", "--no-decode-cost").Code);
        var pack = Directory.GetFiles(Path.Combine(results, "evidence"), "*-speeding.zip").Order(StringComparer.Ordinal).First();
        var before = File.ReadAllBytes(pack);
        var copy = Path.Combine(folder, "copy");

        var ran = QyranProcess.Run("redact", pack, "--out", copy, "--detector", model);
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Contains("Look through it before it is handed out", ran.Out, StringComparison.Ordinal);
        Assert.Equal(["after.jpg", "at.jpg", "before.jpg", "clip.mp4", "redacted.json"], Directory.GetFiles(copy).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(pack));
        var original = Clip.Look(MadeVideo.Traffic(5));
        Assert.Equal((original.Width, original.Height), (Clip.Look(Path.Combine(copy, "clip.mp4")).Width, Clip.Look(Path.Combine(copy, "clip.mp4")).Height));
        using (var said = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(copy, "redacted.json"))))
        {
            Assert.Equal(PackVerifier.Verify(pack, new()).ManifestSha256, said.RootElement.GetProperty("pack_manifest_sha256").GetString());
            Assert.Equal(Path.GetFileNameWithoutExtension(pack), said.RootElement.GetProperty("case").GetString());
            Assert.True(said.RootElement.GetProperty("frames").GetInt32() > 20);
        }

        // the decoder is killed before the others have been looked for to the clip's end: nothing is handed out
        var programs = Directory.CreateDirectory(Path.Combine(folder, "programs"));
        var breaking = Path.Combine(programs.FullName, "ffmpeg");
        File.WriteAllText(breaking, $"#!/bin/sh\n{Clip.Tool("sh", "-c", "command -v ffmpeg").Trim()} \"$@\" | head -c 9000000\nkill -9 $$\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(breaking, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var broken = QyranProcess.Run(QyranProcess.StartWith(programs.FullName, "redact", pack, "--out", Path.Combine(folder, "broken"), "--detector", model));
        Assert.Equal(65, broken.Code);
        Assert.Contains("broke off", broken.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "broken")));

        var again = QyranProcess.Run("redact", pack, "--out", copy, "--detector", model);
        Assert.NotEqual(0, again.Code);
        Assert.Contains("is not empty", again.Error, StringComparison.Ordinal);

        SamplePack.Forge(pack, files => files.Single(f => f.Name == "track.json").Bytes[^2] ^= 1);
        var altered = QyranProcess.Run("redact", pack, "--out", Path.Combine(folder, "other"), "--detector", model);
        Assert.NotEqual(0, altered.Code);
        Assert.Contains("track.json", altered.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "other")));
    }
}
