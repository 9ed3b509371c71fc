using System.Diagnostics;
using Qyran.Domain.Failures;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

public sealed class PackWriterTests : IDisposable
{
    private readonly SamplePack sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void A_written_pack_is_sound_and_gives_everything_back()
    {
        var wrote = sample.Contents();
        var written = sample.Write();
        var report = PackVerifier.Verify(written.Path, new VerifyOptions([new TrustedKey(sample.Key.Id)], written.Link));
        Assert.Empty(report.Findings);
        Assert.Equal((PackState.Sound, true, written.ManifestHash), (report.State, report.KeyIsTrusted, report.ManifestSha256));

        var read = PackReader.TryOpen(written.Path, new VerifyOptions(), Path.Combine(sample.Folder, "out"), out var failure);
        Assert.Null(failure);
        Assert.NotNull(read);
        Assert.Equal(wrote.Track.Points, read.Track.Points);
        Assert.Equal(wrote.Passage, read.Passage);
        Assert.Equal(wrote.Case with { Verdict = read.Case.Verdict }, read.Case);
        Assert.Equal((wrote.Case.Verdict.Why, wrote.Case.Verdict.AtUs), (read.Case.Verdict.Why, read.Case.Verdict.AtUs));
        Assert.Equal(wrote.Case.Verdict.KeyTimesUs, read.Case.Verdict.KeyTimesUs);
        Assert.Equal(wrote.Case.Verdict.Facts, read.Case.Verdict.Facts);
        Assert.Equal(wrote.Signals[0].Phases, read.Signals[0].Phases);
        Assert.Equal(wrote.Gaps, read.Gaps);
        Assert.Equal((wrote.RuleJson, wrote.CalibrationJson, wrote.DeviceVerification, wrote.Detector, wrote.Software),
            (read.RuleJson, read.CalibrationJson, read.DeviceVerification, read.Detector, read.Software));
        Assert.Equal(wrote.SceneFile.ToArray(), read.SceneFile.ToArray());
        foreach (var photo in wrote.Photos)
            Assert.Equal(photo.Jpeg.ToArray(), read.Photos.Single(p => p.Name == photo.Name && p.MediaUs == photo.MediaUs).Jpeg.ToArray());
        Assert.Equal(wrote.PlateCrop!.Jpeg.ToArray(), read.PlateCrop!.Jpeg.ToArray());
        Assert.Equal(wrote.Clip! with { Path = read.Clip!.Path }, read.Clip);
        Assert.Equal(File.ReadAllBytes(sample.ClipPath), File.ReadAllBytes(read.Clip.Path));
    }

    [Fact]
    public void The_same_contents_give_the_same_bytes_but_for_the_signature()
    {
        var one = sample.Write();
        var two = Assert.IsType<PackOutcome.Written>(PackWriter.Write(Path.Combine(sample.Folder, "again"), sample.Contents(), sample.Key, null));
        Assert.Equal(one.ManifestHash, two.ManifestHash);
        SamplePack.Forge(one.Path, files => files.RemoveAll(f => f.Name == "signature.json"));
        SamplePack.Forge(two.Path, files => files.RemoveAll(f => f.Name == "signature.json"));
        Assert.Equal(File.ReadAllBytes(one.Path), File.ReadAllBytes(two.Path));
    }

    [Fact]
    public void A_name_in_use_is_refused_and_left_as_it_was()
    {
        var first = sample.Write();
        var before = File.ReadAllBytes(first.Path);
        Fails(PackWriter.Write(sample.Folder, sample.Contents(), sample.Key, null), FailureKind.CannotWrite, "there already");
        Assert.Equal(before, File.ReadAllBytes(first.Path));
    }

    [Fact]
    public void A_partial_left_by_a_killed_process_is_no_pack_and_is_never_taken_over()
    {
        Directory.CreateDirectory(Path.Combine(sample.Folder, "e"));
        var partial = Path.Combine(sample.Folder, "e", "case-1.zip.partial");
        File.WriteAllText(partial, "half");
        Assert.Equal(PackState.NotAPack, PackVerifier.VerifyChain(Path.Combine(sample.Folder, "e")).State);
        Fails(PackWriter.Write(Path.Combine(sample.Folder, "e"), sample.Contents(), sample.Key, null), FailureKind.CannotWrite, "partial");
        Assert.Equal("half", File.ReadAllText(partial));
    }

    [Fact]
    public void A_missing_clip_leaves_nothing_behind()
    {
        var folder = Path.Combine(sample.Folder, "e");
        var contents = sample.Contents();
        Fails(PackWriter.Write(folder, contents with { Clip = contents.Clip! with { Path = "/nowhere/clip.mp4" } }, sample.Key, null), FailureKind.NotFound, "clip");
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_full_disk_fails_and_leaves_nothing_behind()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to mount a small disk");
        var folder = Directory.CreateDirectory(Path.Combine(sample.Folder, "small")).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) == 0, "may not mount here");
        try
        {
            Fails(PackWriter.Write(folder, sample.Contents(clipBytes: 200_000), sample.Key, null), FailureKind.CannotWrite, "cannot write");
            Assert.Empty(Directory.GetFiles(folder));
        }
        finally
        {
            Assert.Equal(0, Run("umount", folder));
        }
    }

    [Fact]
    public void A_folder_that_is_a_file_fails() =>
        Fails(PackWriter.Write(sample.ClipPath, sample.Contents(), sample.Key, null), FailureKind.CannotWrite, "cannot write");

    [Theory]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".hidden")]
    public void A_case_id_that_is_no_file_name_is_a_bug(string id) =>
        Assert.Throws<ArgumentException>(() => PackWriter.Write(sample.Folder, sample.Contents() with { CaseId = id }, sample.Key, null));

    private static void Fails(PackOutcome outcome, FailureKind kind, string says)
    {
        var failure = Assert.IsType<PackOutcome.Failed>(outcome).Failure;
        Assert.Equal(kind, failure.Kind);
        Assert.Contains(says, failure.Text, StringComparison.Ordinal);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        run.WaitForExit();
        return run.ExitCode;
    }
}
