using System.Runtime.InteropServices;
using System.Text.Json;
using Qyran.Cli;
using Qyran.Evidence;

namespace Qyran.Tests.Cli;

/// <summary>Every broken input of the issue, tried as a person would meet it: one clear line, a non-zero exit, no half-made results.</summary>
public sealed class BrokenInputTests : IDisposable
{
    private const string Scene = """
        qyran_scene: 1
        name: made
        camera: { id: made-1, width: 640, height: 360, clock: made by this test }
        lanes:
          - { id: only, area: [[0, 180], [640, 180], [640, 260], [0, 260]], direction: [[20, 220], [620, 220]] }
        lines:
          - { id: mark, kind: solid, points: [[320, 150], [320, 300]] }
        rules:
          - { rule: solid-line, offence: example }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("qyran-broken-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Out => Path.Combine(folder, "out");

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void RefusedInOneLine(QyranProcess.Ended ended, string says)
    {
        Assert.NotEqual(0, ended.Code);
        Assert.Single(ended.ErrorLines);
        Assert.StartsWith("qyran: ", ended.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(says, ended.ErrorLines[0], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Out, "summary.json")), "nothing may pretend to be a result");
    }

    [Fact]
    public void A_missing_file() => RefusedInOneLine(QyranProcess.Run("analyze", Path.Combine(folder, "none.mp4"), "--out", Out), "none.mp4");

    [Fact]
    public void A_camera_s_address_without_its_password() =>
        RefusedInOneLine(QyranProcess.Run("analyze", "rtsp://viewer:secret@cam/1", "--out", Out), "no such file: rtsp://cam/1; a camera is watched with qyran serve");

    [Fact]
    public void A_text_file_named_mp4() =>
        RefusedInOneLine(QyranProcess.Run("analyze", Write("text.mp4", "this is no video\n"), "--out", Out), "text.mp4");

    [Fact]
    public void A_video_of_zero_length() => RefusedInOneLine(QyranProcess.Run("analyze", Write("empty.mp4", ""), "--out", Out), "empty");

    [Fact]
    public void A_folder_instead_of_a_video() => RefusedInOneLine(QyranProcess.Run("analyze", folder, "--out", Out), "folder");

    [Theory]
    [InlineData("width: 640, height: 360", "width: 1920, height: 1080", "1920", "a scene for another resolution")]
    [InlineData("[[0, 180], [640, 180], [640, 260], [0, 260]]", "[[0, 180], [640, 260], [640, 180], [0, 260]]", "line 5", "a lane that crosses itself")]
    [InlineData("lines:", "zones:\n  - { id: z, kind: measure, area: [[0, 0], [50, 50], [50, 0], [0, 50]] }\nlines:", "line 7", "a zone that crosses itself")]
    [InlineData("[320, 150]", "[.inf, 150]", "line 7", "a coordinate without end")]
    [InlineData("rule: solid-line", "rule: teleporting", "teleporting", "an unknown rule")]
    [InlineData("[320, 150]", "[.nan, 150]", "line 7", "a coordinate that is no number")]
    [InlineData("name: made", "nmae: made", "nmae", "a misspelt key")]
    public void A_wrong_scene_file(string right, string wrong, string says, string why)
    {
        var video = MadeVideo.Driving(folder, seconds: 1);
        Assert.NotEmpty(why);
        RefusedInOneLine(QyranProcess.Run("analyze", video, "--scene", Write("scene.yaml", Scene.Replace(right, wrong, StringComparison.Ordinal)), "--out", Out), says);
    }

    [Fact]
    public void A_detector_file_that_is_no_model()
    {
        var video = MadeVideo.Driving(folder, seconds: 1);
        RefusedInOneLine(QyranProcess.Run("analyze", video, "--detector", Write("fake.onnx", "no model"), "--out", Out), "fake.onnx");
    }

    [Fact]
    public void An_output_folder_that_cannot_be_made()
    {
        var video = MadeVideo.Driving(folder, seconds: 1);
        RefusedInOneLine(QyranProcess.Run("analyze", video, "--out", Path.Combine(Write("file", "x"), "below")), "can't write");
    }

    [Fact]
    public void A_cut_off_mp4_gives_what_it_holds_and_says_where_it_ends()
    {
        var whole = Path.Combine(folder, "whole.mp4");
        // fragments, as a camera that lost power leaves them
        MadeVideo.Ffmpeg("-i", MadeVideo.Driving(folder), "-c", "copy", "-movflags", "frag_keyframe+empty_moov", whole);
        var bytes = File.ReadAllBytes(whole);
        var cut = Path.Combine(folder, "cut.mp4");
        File.WriteAllBytes(cut, bytes[..(bytes.Length * 6 / 10)]);
        var ended = QyranProcess.Run("analyze", cut, "--out", Out, "--no-decode-cost");
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "summary.json")));
        Assert.InRange(summary.RootElement.GetProperty("frames").GetInt64(), 50, 140);
    }

    [Fact]
    public void A_cut_off_mp4_whose_index_is_lost_is_refused()
    {
        var bytes = File.ReadAllBytes(MadeVideo.Driving(folder));
        var cut = Path.Combine(folder, "cut.mp4");
        File.WriteAllBytes(cut, bytes[..(bytes.Length * 6 / 10)]);
        RefusedInOneLine(QyranProcess.Run("analyze", cut, "--out", Out), "cut.mp4");
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-45T99:00:00")]
    [InlineData("")]
    [InlineData("25:00")]
    [InlineData("08:30")]
    [InlineData("11/12/2026")]
    [InlineData("2026-11-24T08:30+05:00")]
    [InlineData("2026-11-24T08:30:00")]
    public void A_start_that_is_no_time_or_leaves_its_zone_to_be_guessed(string start)
    {
        var ended = QyranProcess.Run("analyze", Path.Combine(folder, "none.mp4"), "--start", start, "--out", Out);
        RefusedInOneLine(ended, "--start");
        Assert.Contains("2026-11-24T08:30:00+05:00", ended.Error, StringComparison.Ordinal);
        Assert.Equal(64, ended.Code);
    }

    [Fact]
    public void A_named_device_key_that_is_not_there()
    {
        var keys = Path.Combine(folder, "keys");
        var ended = QyranProcess.Run("analyze", MadeVideo.Driving(folder, seconds: 1), "--scene", Write("scene.yaml", Scene), "--key", Path.Combine(keys, "typo.pem"), "--out", Out);
        RefusedInOneLine(ended, $"there is no device key '{keys}/typo.pem'");
        Assert.Equal(66, ended.Code);
        Assert.False(Directory.Exists(keys) || Directory.Exists(Out));
    }

    [Fact]
    public void An_output_folder_that_may_not_be_written()
    {
        Directory.CreateDirectory(Out);
        // /proc refuses everybody, root too
        RefusedInOneLine(QyranProcess.Run("analyze", MadeVideo.Driving(folder, seconds: 1), "--out", "/proc/qyran"), "can't write");
    }

    [Fact]
    public void The_input_s_own_folder_may_take_the_results_and_nothing_there_is_lost()
    {
        var video = MadeVideo.Driving(folder);
        var before = File.ReadAllBytes(video);
        Directory.CreateDirectory(Path.Combine(folder, "evidence"));
        File.WriteAllText(Path.Combine(folder, "evidence", "holiday.zip"), "mine");
        var ended = QyranProcess.Run("analyze", video, "--scene", Write("scene.yaml", Scene), "--out", folder, "--no-decode-cost");
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Equal(before, File.ReadAllBytes(video));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, "evidence", "holiday.zip")));
        Assert.True(File.Exists(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public void A_video_named_like_a_result_is_never_written_over()
    {
        var video = MadeVideo.Driving(folder, "annotated.mp4", seconds: 1);
        var before = File.ReadAllBytes(video);
        RefusedInOneLine(QyranProcess.Run("analyze", video, "--out", folder, "--annotate"), "written over");
        Assert.Equal(before, File.ReadAllBytes(video));
    }

    [Fact]
    public void What_calibrate_would_write_is_looked_at_before_the_video_and_nothing_is_written_over()
    {
        var video = MadeVideo.Driving(folder, seconds: 1);
        var (before, scene) = (File.ReadAllBytes(video), Path.Combine(folder, "made.yaml"));
        RefusedInOneLine(QyranProcess.Run("calibrate", video, "--out", scene, "--preview", video), "exists");
        Assert.Equal(before, File.ReadAllBytes(video));
        RefusedInOneLine(QyranProcess.Run("calibrate", video, "--out", scene, "--preview", scene), "name one file");
        RefusedInOneLine(QyranProcess.Run("calibrate", video, "--out", scene, "--preview", "/proc/x.jpg"), "can't write '/proc/x.jpg'");
        RefusedInOneLine(QyranProcess.Run("calibrate", video, "--out", "/proc/x.yaml"), "can't write '/proc/x.yaml'");
        Assert.Equal((string[])[video], Directory.GetFileSystemEntries(folder));
        // a folder that is missing is made, as those of the results are
        Assert.Null(OutputFile.Refusal(Path.Combine(Out, "below", "made.yaml")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Out, "below")));
        Assert.Contains("it is a folder", OutputFile.Refusal(Out)!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_is_it_where_it_is_reached_through_a_link()
    {
        var real = Directory.CreateDirectory(Path.Combine(folder, "real")).FullName;
        var video = MadeVideo.Driving(real, "annotated.mp4", seconds: 1);
        var before = File.ReadAllBytes(video);
        var (link, alias) = (Path.Combine(folder, "link"), Path.Combine(folder, "alias.mp4"));
        Directory.CreateSymbolicLink(link, real);
        File.CreateSymbolicLink(alias, video);
        foreach (var (input, into) in ((string, string)[])[(Path.Combine(link, "annotated.mp4"), real), (video, link), (alias, real)])
        {
            RefusedInOneLine(QyranProcess.Run("analyze", input, "--out", into), "written over");
            Assert.Equal(before, File.ReadAllBytes(video));
        }
    }

    [Fact]
    public void A_second_run_replaces_the_first_one_s_results_whole()
    {
        var scene = Write("scene.yaml", Scene);
        Assert.Equal(0, QyranProcess.Run("analyze", MadeVideo.Traffic(9), "--scene", scene, "--out", Out, "--no-decode-cost").Code);
        var first = Directory.GetFiles(Path.Combine(Out, "evidence"), "*.zip").Length;
        Assert.True(first >= 2, $"{first} packs");
        Assert.Equal(0, QyranProcess.Run("analyze", MadeVideo.Driving(folder), "--scene", scene, "--out", Out, "--no-decode-cost").Code);
        Assert.Single(Directory.GetFiles(Path.Combine(Out, "evidence"), "*.zip"));
        Assert.Equal(0, QyranProcess.Run("verify", Path.Combine(Out, "evidence")).Code);
        Assert.Single(File.ReadAllLines(Path.Combine(Out, "cases.jsonl")));
    }

    [Fact]
    public void Flipped_bits_in_the_picture_data_are_recorded_as_gaps()
    {
        var bytes = File.ReadAllBytes(MadeVideo.Driving(folder));
        var random = new Random(7);
        // the index lies at the end of the file; the pictures before it
        for (var i = 0; i < 60; i++) bytes[random.Next(2000, bytes.Length * 8 / 10)] ^= (byte)(1 << random.Next(8));
        var flipped = Path.Combine(folder, "flipped.mp4");
        File.WriteAllBytes(flipped, bytes);
        var ended = QyranProcess.Run("analyze", flipped, "--out", Out, "--no-decode-cost");
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "summary.json")));
        Assert.True(summary.RootElement.GetProperty("frames").GetInt64() > 20);
        Assert.True(summary.RootElement.GetProperty("gaps").GetArrayLength() > 0, "damage must be seen in the results");
    }

    [Fact]
    public void A_full_disk_is_one_line_and_leaves_no_half_pack()
    {
        Assert.SkipUnless(geteuid() == 0, "mounting a small file system needs root");
        var small = Path.Combine(folder, "small");
        Directory.CreateDirectory(small);
        Assert.SkipUnless(mount("tmpfs", small, "tmpfs", 0, "size=24k") == 0, "this machine does not let tests mount a file system");
        try
        {
            var ended = QyranProcess.Run("analyze", MadeVideo.Driving(folder), "--scene", Write("scene.yaml", Scene), "--out", small, "--no-decode-cost");
            Assert.NotEqual(0, ended.Code);
            Assert.Contains("write", ended.ErrorLines[^1], StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFiles(small, "*.partial*", SearchOption.AllDirectories));
        }
        finally
        {
            Assert.Equal(0, umount(small));
        }
    }

    [Theory]
    [InlineData(300)]
    [InlineData(900)]
    public void A_disk_that_fills_up_among_the_packs_keeps_the_finished_ones(int kilobytes)
    {
        Assert.SkipUnless(geteuid() == 0, "mounting a small file system needs root");
        var small = Path.Combine(folder, "small");
        Directory.CreateDirectory(small);
        Assert.SkipUnless(mount("tmpfs", small, "tmpfs", 0, $"size={kilobytes}k") == 0, "this machine does not let tests mount a file system");
        try
        {
            var ended = QyranProcess.Run("analyze", MadeVideo.Traffic(24), "--scene", Write("scene.yaml", Scene), "--out", small, "--no-decode-cost");
            Assert.NotEqual(0, ended.Code);
            Assert.Contains("write", ended.ErrorLines[^1], StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFiles(small, "*.partial*", SearchOption.AllDirectories));
            Assert.Empty(Directory.EnumerateFiles(small, "*.next*", SearchOption.AllDirectories));
            AllVerify(Path.Combine(small, "evidence"));
            foreach (var rows in (string[])["passages.jsonl", "cases.jsonl"])
                foreach (var row in File.ReadAllLines(Path.Combine(small, rows))) JsonDocument.Parse(row).Dispose();
        }
        finally
        {
            Assert.Equal(0, umount(small));
        }
    }

    [Fact]
    public void An_annotated_video_that_does_not_fit_is_said_and_the_rest_stays()
    {
        Assert.SkipUnless(geteuid() == 0, "mounting a small file system needs root");
        var small = Path.Combine(folder, "small");
        Directory.CreateDirectory(small);
        Assert.SkipUnless(mount("tmpfs", small, "tmpfs", 0, "size=160k") == 0, "this machine does not let tests mount a file system");
        try
        {
            var ended = QyranProcess.Run("analyze", MadeVideo.Traffic(24), "--out", small, "--no-decode-cost", "--annotate");
            Assert.Equal(73, ended.Code);
            Assert.Contains("annotated.mp4", ended.ErrorLines[^1], StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(small, "summary.json")) && File.Exists(Path.Combine(small, "report.html")));
            Assert.Empty(Directory.EnumerateFiles(small, "annotated*"));
            Assert.Contains("cannot write annotated.mp4", File.ReadAllText(Path.Combine(small, "report.html")), StringComparison.Ordinal);
        }
        finally
        {
            Assert.Equal(0, umount(small));
        }
    }

    [Theory]
    [InlineData("p*.partial")]
    [InlineData("p*.zip")]
    public void A_killed_run_leaves_no_pack_that_fails_and_the_next_run_clears_up(string killedAt)
    {
        var scene = Write("scene.yaml", Scene);
        var video = MadeVideo.Traffic(24);
        using (var process = QyranProcess.Start("analyze", video, "--scene", scene, "--out", Out))
        {
            var packs = Path.Combine(Out, "evidence");
            SpinWait.SpinUntil(() => process.HasExited || (Directory.Exists(packs) && Directory.EnumerateFileSystemEntries(packs, killedAt).Any()), TimeSpan.FromSeconds(60));
            Assert.Equal(0, kill(process.Id, 9));
            process.WaitForExit();
            AllVerify(packs);
        }
        var again = QyranProcess.Run("analyze", MadeVideo.Driving(folder), "--scene", scene, "--out", Out, "--no-decode-cost");
        Assert.True(again.Code == 0, again.Error);
        Assert.Equal(["chain.jsonl", "p000001-solid-line.zip"], Directory.EnumerateFileSystemEntries(Path.Combine(Out, "evidence")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, QyranProcess.Run("verify", Path.Combine(Out, "evidence")).Code);
    }

    [Theory]
    [InlineData("p*.zip", 1)]
    [InlineData(".clip", 3)]
    public async Task Ctrl_C_in_a_terminal_stops_the_run_and_leaves_only_whole_packs(string when, int times)
    {
        var video = MadeVideo.Traffic(24);
        using var process = QyranProcess.StartGroup("analyze", video, "--scene", Write("scene.yaml", Scene), "--out", Out, "--annotate");
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEndAsync();
        var packs = Path.Combine(Out, "evidence");
        SpinWait.SpinUntil(() => Directory.Exists(packs) && Directory.EnumerateFileSystemEntries(packs, when).Any(), TimeSpan.FromSeconds(60));
        for (var i = 0; i < times; i++)
        {
            _ = kill(-process.Id, 2); // it may be gone already
            await Task.Delay(60);
        }
        Assert.True(process.WaitForExit(30_000), "it must stop soon after Ctrl-C");
        var said = await error + await text;
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(Out, "*.part*", SearchOption.AllDirectories));
        AllVerify(packs);
        // every pack has its clip, and nothing bears a name it has not earned
        foreach (var pack in Directory.EnumerateFiles(packs, "*.zip"))
        {
            using var zip = System.IO.Compression.ZipFile.OpenRead(pack);
            Assert.NotNull(zip.GetEntry("clip.mp4"));
        }
        Assert.False(File.Exists(Path.Combine(Out, "annotated.mp4")));
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "summary.json")));
        // on a quick machine the line is through by then and the drawing is what was stopped
        var stopped = summary.RootElement.GetProperty("stopped").GetBoolean();
        if (stopped) Assert.Contains("Stopped after ", await text, StringComparison.Ordinal);
        Assert.Contains("qyran: stopped", await error, StringComparison.Ordinal);
        Assert.True(stopped || said.Contains("stopped while drawing", StringComparison.Ordinal), said);
    }

    private static void AllVerify(string packs)
    {
        foreach (var pack in Directory.EnumerateFiles(packs, "*.zip")) Assert.Empty(PackVerifier.Verify(pack, new VerifyOptions()).Findings);
        if (File.Exists(Path.Combine(packs, "chain.jsonl"))) Assert.Equal(0, QyranProcess.Run("verify", packs).Code);
    }

    [DllImport("libc")] private static extern int geteuid();
    [DllImport("libc", SetLastError = true)] private static extern int mount(string source, string target, string type, ulong flags, string options);
    [DllImport("libc", SetLastError = true)] private static extern int umount(string target);
    [DllImport("libc", SetLastError = true)] private static extern int kill(int process, int signal);
}
