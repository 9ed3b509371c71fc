using System.Diagnostics;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

/// <summary>A folder of four packs, changed as somebody might who wants a case gone or another in its place.</summary>
public sealed class ChainCheckTests : IDisposable
{
    private readonly SamplePack sample = new();
    private readonly string folder;

    public ChainCheckTests() => folder = sample.WriteChain(4);

    public void Dispose() => sample.Dispose();

    private string Pack(int number) => Path.Combine(folder, $"c{number}.zip");
    private string Chain => Path.Combine(folder, ChainFile.Name);

    [Fact]
    public void An_untouched_folder_is_sound()
    {
        var report = PackVerifier.VerifyChain(folder, new([new TrustedKey(sample.Key.Id)]));
        Assert.Equal((PackState.Sound, 4), (report.State, report.Packs.Length));
        Assert.Empty(report.Notes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_removed_pack_is_named(int number)
    {
        File.Delete(Pack(number));
        Named($"c{number}.zip", FindingKind.Missing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_pack_removed_with_its_line_breaks_the_one_after_it(int number)
    {
        File.Delete(Pack(number));
        File.WriteAllLines(Chain, File.ReadAllLines(Chain).Where((_, i) => i != number - 1));
        Named($"c{number + 1}.zip", FindingKind.Chain);
    }

    [Fact]
    public void Two_packs_with_swapped_names_are_both_named()
    {
        File.Move(Pack(2), Pack(9));
        File.Move(Pack(3), Pack(2));
        File.Move(Pack(9), Pack(3));
        Named("c2.zip", FindingKind.Chain);
        Named("c3.zip", FindingKind.Chain);
    }

    [Fact]
    public void Swapped_lines_of_the_chain_are_named()
    {
        var lines = File.ReadAllLines(Chain);
        (lines[1], lines[2]) = (lines[2], lines[1]);
        File.WriteAllText(Chain, string.Join('\n', lines) + "\n");
        Named(ChainFile.Name, FindingKind.Chain);
    }

    [Fact]
    public void A_pack_of_another_chain_slipped_in_is_named()
    {
        using var other = new SamplePack();
        File.Copy(other.Write("c5").Path, Pack(5));
        Named("c5.zip", FindingKind.Chain);
    }

    [Fact]
    public void A_pack_slipped_in_with_its_ending_in_capitals_is_named()
    {
        using var other = new SamplePack();
        File.Copy(other.Write("c5").Path, Path.Combine(folder, "c5.ZIP"));
        Named("c5.ZIP", FindingKind.Chain);
    }

    [Fact]
    public void A_pack_put_in_the_place_of_another_is_named()
    {
        using var other = new SamplePack();
        File.Delete(Pack(3));
        File.Copy(other.Write("c3").Path, Pack(3));
        Named("c3.zip", FindingKind.Chain);
    }

    [Fact]
    public void A_second_newest_pack_by_the_device_itself_cannot_be_slipped_in_unseen()
    {
        // the device's own key, but two packs claim to follow the fourth
        var last = ChainFile.Read(Chain, out _)!.Value[^1];
        foreach (var id in (string[])["c5", "c6"])
            Assert.IsType<PackOutcome.Written>(PackWriter.Write(folder, sample.Contents(id), sample.Key, last));
        Named("c6.zip", FindingKind.Chain);
    }

    [Fact]
    public void A_changed_pack_is_told_by_its_own_report_and_the_folder_is_altered()
    {
        SamplePack.Forge(Pack(2), files => files[^1].Bytes[5] ^= 1);
        var report = PackVerifier.VerifyChain(folder);
        Assert.Equal(PackState.Altered, report.State);
        Assert.Equal(["c2.zip"], report.Packs.Where(p => p.State != PackState.Sound).Select(p => Path.GetFileName(p.Path)));
    }

    [Fact]
    public void A_chain_signed_anew_by_another_key_is_not_the_trusted_device_s()
    {
        using var other = DeviceKey.Temporary();
        Assert.Equal(PackState.Altered, PackVerifier.VerifyChain(folder, new([new TrustedKey(other.Id)])).State);
    }

    [Theory]
    [InlineData("not json\n")]
    [InlineData("{\"sequence\":1}\n")]
    public void A_line_that_is_no_link_is_named(string line)
    {
        File.AppendAllText(Chain, line);
        Named(ChainFile.Name, FindingKind.Changed);
    }

    [Fact]
    public void A_chain_too_large_to_be_one_is_refused_unread()
    {
        using (var chain = File.OpenWrite(Chain)) chain.SetLength((512L << 20) + 1);
        var report = PackVerifier.VerifyChain(folder);
        Assert.Equal(PackState.Altered, report.State);
        Assert.Contains(report.Findings, f => f.ToString() == "chain.jsonl: larger than 512 MiB: no chain of packs");
    }

    [Fact]
    public void A_missing_chain_file_is_named()
    {
        File.Delete(Chain);
        Named(ChainFile.Name, FindingKind.Missing);
    }

    [Fact]
    public void A_program_killed_between_pack_and_line_leaves_a_sound_folder_and_a_note()
    {
        var last = ChainFile.Read(Chain, out _)!.Value[^1];
        Assert.IsType<PackOutcome.Written>(PackWriter.Write(folder, sample.Contents("c5"), sample.Key, last));
        var report = PackVerifier.VerifyChain(folder);
        Assert.Empty(report.Findings);
        Assert.Equal(PackState.Sound, report.State);
        Assert.Contains("c5.zip", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_killed_within_a_pack_leaves_a_sound_folder_and_a_note()
    {
        File.WriteAllBytes(Pack(5) + PackWriter.PartialEnding, File.ReadAllBytes(Pack(4))[..500]);
        var report = PackVerifier.VerifyChain(folder);
        Assert.Equal(PackState.Sound, report.State);
        Assert.Contains("c5.zip.partial", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_was_given_a_new_key_is_sound_for_who_knows_both()
    {
        using var fresh = DeviceKey.Temporary();
        var (old, now) = (new TrustedKey(sample.Key.Id), new TrustedKey(fresh.Id));
        Add("c5", fresh);
        Add("c6", fresh);
        var report = PackVerifier.VerifyChain(folder, new([old, now]));
        Assert.Equal(PackState.Sound, report.State);
        Assert.StartsWith($"from c5.zip on the packs are signed by key {fresh.Id[..16]}…, before by key {sample.Key.Id[..16]}…", Assert.Single(report.Notes), StringComparison.Ordinal);
        foreach (var options in (VerifyOptions[])[new(), new([now])])
            Assert.Contains("if the device was given a new key, check again with the public keys of both", Assert.Single(PackVerifier.VerifyChain(folder, options).Findings).Text, StringComparison.Ordinal);
        // the one that was given up signs no more
        Add("c7", sample.Key);
        Assert.Equal("c7.zip: is signed by a device key that was given up before c6.zip", Assert.Single(PackVerifier.VerifyChain(folder, new([old, now])).Findings).ToString());
    }

    [Fact]
    public void A_clock_that_was_set_back_is_told()
    {
        Add("c5", sample.Key, hours: -1);
        var report = PackVerifier.VerifyChain(folder);
        Assert.Equal(PackState.Sound, report.State);
        Assert.Equal("c5.zip follows c4.zip and was made 3600 s before it by the device's clock: that was set back", Assert.Single(report.Notes));
    }

    [Fact]
    public async Task A_pipe_among_the_packs_or_in_the_place_of_their_chain_is_named_and_not_waited_for()
    {
        Pipe(Pack(5));
        var report = await Check();
        Assert.Equal("(archive): no file but a pipe or a device", Assert.Single(Assert.Single(report.Packs, p => p.State == PackState.NotAPack).Findings).ToString());
        Assert.Equal(PackState.Altered, report.State);
        File.Delete(Chain);
        Pipe(Chain);
        Assert.Contains((await Check()).Findings, f => f.ToString() == "chain.jsonl: no file but a pipe or a device");

        Task<ChainReport> Check() => Task.Run(() => PackVerifier.VerifyChain(folder)).WaitAsync(TimeSpan.FromSeconds(30));

        static void Pipe(string path)
        {
            using var made = Process.Start("mkfifo", [path]);
            made.WaitForExit();
            Assert.Equal(0, made.ExitCode);
        }
    }

    [Fact]
    public void A_check_that_is_stopped_says_nothing() =>
        Assert.ThrowsAny<OperationCanceledException>(() => PackVerifier.VerifyChain(folder, new() { Stop = new CancellationToken(canceled: true) }));

    private void Add(string id, DeviceKey key, int hours = 0)
    {
        var (chain, contents) = (ChainFile.Open(folder, out _)!, sample.Contents(id));
        contents = contents with { CreatedAtUtc = contents.CreatedAtUtc.AddHours(hours) };
        Assert.Null(chain.Append(Assert.IsType<PackOutcome.Written>(PackWriter.Write(folder, contents, key, chain.Last)).Link));
    }

    private void Named(string file, FindingKind kind)
    {
        var report = PackVerifier.VerifyChain(folder);
        Assert.Equal(PackState.Altered, report.State);
        Assert.Contains(report.Findings, f => f.File == file && f.Kind == kind);
    }
}
