using System.IO.Compression;
using System.Text.Json;
using Qyran.Evidence;
using Qyran.Tests.Evidence;

namespace Qyran.Tests.Cli;

/// <summary>From a video to packs with the real program, and back: verified, measured again, tampered with.</summary>
public sealed class EvidenceRoundTripTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-roundtrip-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Analyse(string video, string scene)
    {
        var results = Path.Combine(folder, "out");
        var ended = QyranProcess.Run("analyze", video, "--scene", scene, "--out", results, "--no-decode-cost");
        Assert.True(ended.Code == 0, ended.Error);
        return results;
    }

    private string SceneFile()
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, MadeVideo.Scene);
        return path;
    }

    [Fact]
    public void Every_pack_of_a_made_video_measures_again_to_the_millimetre_and_every_file_in_it_is_guarded()
    {
        var results = Analyse(MadeVideo.Traffic(9), SceneFile());
        var packs = Directory.GetFiles(Path.Combine(results, "evidence"), "*.zip").Order(StringComparer.Ordinal).ToArray();
        Assert.True(packs.Length >= 3, $"{packs.Length} packs"); // two boxes, two rules, the last box may be cut short
        Assert.Contains(packs, p => p.EndsWith("-speeding.zip", StringComparison.Ordinal));
        foreach (var pack in packs)
        {
            var replay = QyranProcess.Run("replay", pack);
            Assert.True(replay.Code == 0, replay.Out + replay.Error);
            Assert.Equal(4, replay.Out.Split("  same ").Length - 1);
        }
        // with another detector than theirs nobody compared the clip, and the last line says so
        var other = QyranProcess.Run("replay", packs[0], "--detector", Path.Combine(Material.Project, "models", "road.onnx"));
        Assert.True(other.Code == 0, other.Out + other.Error);
        Assert.StartsWith("Speed and verdict are again as they were recorded. The clip was NOT compared: the pack was made with the detector motion", other.Out.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(0, QyranProcess.Run("verify", Path.Combine(results, "evidence")).Code);

        var speeding = packs.First(p => p.EndsWith("-speeding.zip", StringComparison.Ordinal));
        // what one frame shows, whatever lies in it, is not the way that was judged
        var contents = PackReader.TryOpen(speeding, new VerifyOptions(), Path.Combine(folder, "unpacked"), out _)!;
        var at = contents.Case.Verdict.AtUs;
        using (var key = DeviceKey.Temporary())
            Assert.IsType<PackOutcome.Written>(PackWriter.Write(Path.Combine(folder, "one-frame"), contents with { Clip = contents.Clip! with { FromUs = at, UntilUs = at } }, key, null));
        var one = QyranProcess.Run("replay", Path.Combine(folder, "one-frame", Path.GetFileName(speeding)));
        Assert.Contains("The clip was NOT compared: the clip shows only ", one.Out, StringComparison.Ordinal);

        Holds(speeding, "manifest.json", "signature.json", "case.json", "track.json", "rule.json", "scene.yaml", "signals.json", "gaps.json",
            "calibration.json", "clip.mp4", "frames/at.jpg", "photos/before.jpg", "photos/after.jpg", "overlays/before.jpg", "overlays/at.jpg", "overlays/after.jpg");
        string[] names;
        using (var zip = ZipFile.OpenRead(speeding)) names = [.. zip.Entries.Select(e => e.FullName)];
        foreach (var name in names)
        {
            var bent = Path.Combine(folder, Path.GetFileName(speeding));
            File.Copy(speeding, bent, overwrite: true);
            SamplePack.Forge(bent, files => files.Single(f => f.Name == name).Bytes[^2] ^= 1);
            var report = PackVerifier.Verify(bent, new VerifyOptions());
            Assert.Equal(PackState.Altered, report.State);
            Assert.Contains(report.Findings, f => f.File == name || (name == "manifest.json" && f.Kind == FindingKind.Signature));
        }
        // as a person sees it: exit 1, and the file by name
        var told = QyranProcess.Run("verify", Tampered(speeding, "clip.mp4"));
        Assert.Equal(1, told.Code);
        Assert.Contains("clip.mp4", told.Error, StringComparison.Ordinal);
        var refused = QyranProcess.Run("replay", Tampered(speeding, "track.json"));
        Assert.NotEqual(0, refused.Code);
        Assert.Contains("track.json", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, QyranProcess.Run("verify", SceneFile()).Code);
    }

    [Fact]
    public void Packs_that_an_authority_vouches_for_say_so()
    {
        using var office = new StampingOffice();
        var results = Path.Combine(folder, "stamped");
        var ran = QyranProcess.Run("analyze", MadeVideo.Traffic(5), "--scene", SceneFile(), "--out", results, "--detector", "motion", "--plates", "off", "--no-decode-cost", "--timestamp", office.Address.ToString());
        Assert.True(ran.Code == 0, ran.Error);
        Assert.DoesNotContain("without a time stamp", ran.Out, StringComparison.Ordinal);
        var packs = Directory.GetFiles(Path.Combine(results, "evidence"), "*.zip");
        Assert.NotEmpty(packs);
        Assert.Equal(packs.Length, office.Asked);
        var told = QyranProcess.Run("verify", Path.Combine(results, "evidence"), "--authority", office.RootPem);
        Assert.Equal((0, packs.Length), (told.Code, told.Out.Split("UTC: time stamp by City Time Office, a trusted authority").Length - 1));
        Assert.Equal(0, QyranProcess.Run("replay", packs[0]).Code);

        var unclear = QyranProcess.Run("analyze", MadeVideo.Traffic(5), "--timestamp", "time.example.org");
        Assert.NotEqual(0, unclear.Code);
        Assert.Contains("--timestamp 'time.example.org' is no address", unclear.Error, StringComparison.Ordinal);

        office.Refuses = System.Net.HttpStatusCode.ServiceUnavailable;
        ran = QyranProcess.Run("analyze", MadeVideo.Traffic(5), "--scene", SceneFile(), "--out", results, "--detector", "motion", "--plates", "off", "--no-decode-cost", "--timestamp", office.Address.ToString());
        Assert.Equal(0, ran.Code);
        Assert.Contains("Evidence without a time stamp: the time-stamping authority 127.0.0.1 answers 503", ran.Out, StringComparison.Ordinal);
        told = QyranProcess.Run("verify", Path.Combine(results, "evidence"), "--authority", office.RootPem);
        Assert.Equal(0, told.Code);
        Assert.DoesNotContain("time stamp by", told.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void No_picture_stands_in_a_pack_twice()
    {
        var results = Analyse(MadeVideo.Traffic(9), SceneFile());
        foreach (var pack in Directory.GetFiles(Path.Combine(results, "evidence"), "*.zip"))
        {
            using var file = File.OpenRead(pack);
            var hashes = StoredZip.Read(file).Entries.Where(e => e.Name.EndsWith(".jpg", StringComparison.Ordinal)).Select(e => e.Digest.Sha256).ToArray();
            Assert.Equal(hashes.Length, hashes.Distinct().Count());
        }
    }

    [Fact]
    public void Every_pack_of_a_real_motorway_measures_again_to_the_millimetre()
    {
        var video = Material.Need("videos/bgslib_highway_video03.avi");
        // the clip plays twice as fast as life, so its scene sets no limit and its clock is only assumed; this one makes sure that there are cases
        var tight = Path.Combine(folder, "tight.yaml");
        File.WriteAllText(tight, File.ReadAllText(Path.Combine(Material.Project, "testdata/scenes/bgslib_highway_video03.yaml"))
            .Replace("rules:", "limits:\n  - { kmh: 40, basis: example }\nrules:\n  - { rule: speeding, offence: example }", StringComparison.Ordinal)
            .Replace("assumed:", "vouched for by this test:", StringComparison.Ordinal));
        var packs = Directory.GetFiles(Path.Combine(Analyse(video, tight), "evidence"), "*.zip");
        Assert.NotEmpty(packs);
        foreach (var pack in packs)
        {
            var replay = QyranProcess.Run("replay", pack);
            Assert.True(replay.Code == 0, replay.Out + replay.Error);
        }
    }

    [Fact]
    public void A_motorway_seen_by_a_camera_that_tilts_is_not_measured_and_everything_says_why()
    {
        var results = Analyse(Material.Need("videos/eden_highway.mp4"), Path.Combine(Material.Project, "testdata/scenes/eden_highway.yaml"));
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(results, "summary.json")));
        Assert.Equal("moved", summary.RootElement.GetProperty("view").GetProperty("state").GetString());
        Assert.Equal(0, summary.RootElement.GetProperty("speeds").GetInt32());
        Assert.Contains("the camera's view has moved by", File.ReadAllText(Path.Combine(results, "report.html")).Replace("&#39;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var row in File.ReadLines(Path.Combine(results, "passages.jsonl")))
        {
            using var passage = JsonDocument.Parse(row);
            if (passage.RootElement.GetProperty("first_seen").GetDouble() < 3) continue;
            Assert.Matches(@"^the camera's view has moved by \d+\.\d px since 00:01; check its calibration$", passage.RootElement.GetProperty("speed_refused").GetString());
        }
    }

    [Fact]
    public void The_summary_has_the_keys_others_rely_on()
    {
        var results = Path.Combine(folder, "out");
        // two boxes drive through from left to right, a third is cut short by the end
        var scene = Path.Combine(folder, "counted.yaml");
        File.WriteAllText(scene, MadeVideo.Scene.Replace("\nlimits:", "\n  - { id: gate, kind: count, points: [[420, 150], [420, 320]] }\nlimits:", StringComparison.Ordinal));
        var ran = QyranProcess.Run("analyze", MadeVideo.Traffic(9), "--scene", scene, "--out", results);
        Assert.Equal(0, ran.Code);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(results, "summary.json")));
        foreach (var name in (string[])["frames", "video_seconds", "wall_seconds", "cpu_seconds", "decode_only_cpu_seconds", "passages", "dropped_frames"])
            Assert.Equal(JsonValueKind.Number, summary.RootElement.GetProperty(name).ValueKind);
        Assert.Equal(225, summary.RootElement.GetProperty("frames").GetInt64());
        Assert.True(summary.RootElement.GetProperty("cases").GetProperty("solid-line").GetInt32() > 0);
        Assert.True(summary.RootElement.GetProperty("cpu_seconds").GetDouble() > summary.RootElement.GetProperty("decode_only_cpu_seconds").GetDouble());
        var speeding = summary.RootElement.GetProperty("speeding");
        Assert.Equal(summary.RootElement.GetProperty("passages").GetInt32(), speeding.GetProperty("measured").GetInt32() + speeding.GetProperty("without_speed").GetInt32());
        var crossed = summary.RootElement.GetProperty("count_lines").EnumerateArray().ToDictionary(l => l.GetProperty("way").GetString()!, l => l.GetProperty("vehicles").GetInt32());
        Assert.Equal((2, 0), (crossed["right"], crossed["left"]));
        Assert.Contains("way in the picture", ran.Out, StringComparison.Ordinal);
    }

    private string Tampered(string pack, string name)
    {
        var bent = Path.Combine(folder, Path.GetFileName(pack));
        File.Copy(pack, bent, overwrite: true);
        SamplePack.Forge(bent, files => files.Single(f => f.Name == name).Bytes[^2] ^= 1);
        return bent;
    }

    private static void Holds(string pack, params string[] names)
    {
        using var zip = ZipFile.OpenRead(pack);
        Assert.Equal(names.Order(StringComparer.Ordinal), zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
    }
}
