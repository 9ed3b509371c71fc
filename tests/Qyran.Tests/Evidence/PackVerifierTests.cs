using System.Text;
using CsCheck;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

[Collection(nameof(Alone))]
public sealed class PackVerifierTests : IDisposable
{
    private readonly SamplePack sample = new();

    public void Dispose() => sample.Dispose();

    public static TheoryData<string> AllFiles => [
        "manifest.json", "signature.json", "calibration.json", "case.json", "clip.mp4", "frames/1.jpg", "gaps.json", "overlays/1.jpg",
        "photos/after.jpg", "photos/at.jpg", "photos/before.jpg", "plate.jpg", "rule.json", "scene.yaml", "signals.json", "track.json"];

    [Fact]
    public void The_table_of_files_is_whole()
    {
        using var file = File.OpenRead(sample.Write().Path);
        Assert.Equal(AllFiles.Select(r => r.Data).Order(StringComparer.Ordinal), StoredZip.Read(file).Entries.Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_changed_byte_in_a_file_is_named(string name) => AllWays(files => Change(files, name, b => b[b.Length / 2] ^= 0x20), name);

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_missing_file_is_named(string name) => AllWays(files => files.RemoveAll(f => f.Name == name), name);

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_longer_file_is_named(string name) => AllWays(files => Replace(files, name, b => [.. b, 0x20]), name);

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_shorter_file_is_named(string name) => AllWays(files => Replace(files, name, b => b[..^1]), name);

    [Fact]
    public void An_extra_file_is_named() => AllWays(files => files.Add(("note.txt", [1])), "note.txt");

    [Fact]
    public void A_file_that_stands_twice_is_named() => AllWays(files => files.Add(("plate.jpg", [1])), "plate.jpg");

    [Fact]
    public void A_name_that_leaves_the_folder_is_named() => AllWays(files => files.Add(("../../etc/cron", [1])), "../../etc/cron");

    [Fact]
    public void Files_in_another_order_are_found() => Assert.Equal(PackState.Altered, After(p => SamplePack.Forge(p, f => f.Reverse(3, 4))).State);

    [Theory]
    [InlineData("\"case\": \"case-1\"", "\"case\": \"case-2\"", "another case")]
    [InlineData("post-7", "post-8", "another device")]
    [InlineData("2026-03-01", "2026-03-02", "another day")]
    [InlineData("\"sequence\": 1", "\"sequence\": 2", "another place in the chain")]
    [InlineData("motion", "Motion", "another detector")]
    [InlineData("\"tracker\": \"3\"", "\"tracker\": \"4\"", "other settings")]
    [InlineData("\"media_us\": 1040000", "\"media_us\": 1040001", "a photo of another instant")]
    [InlineData("\"offset_us\": 480000", "\"offset_us\": 480001", "a clip of another time")]
    [InlineData("2027-01-01", "2028-01-01", "another device verification")]
    [InlineData("qyran-pack-1", "qyran-pack-9", "another format")]
    [InlineData(" ", "  ", "only white space")]
    public void A_changed_manifest_no_longer_fits_its_signature(string from, string to, string what)
    {
        var report = After(p => SamplePack.Forge(p, files => Replace(files, "manifest.json", b =>
        {
            var text = Encoding.UTF8.GetString(b);
            Assert.Contains(from, text, StringComparison.Ordinal);
            return Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
        })));
        Assert.True(report.State == PackState.Altered && report.Findings.Any(f => f.Kind == FindingKind.Signature), what);
    }

    [Fact]
    public void A_pack_signed_anew_by_another_key_is_not_the_trusted_device_s()
    {
        using var other = DeviceKey.Temporary();
        var written = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, sample.Contents(), other, null));
        var unknown = PackVerifier.Verify(written.Path, new VerifyOptions());
        Assert.Equal((PackState.Sound, false), (unknown.State, unknown.KeyIsTrusted));
        var held = PackVerifier.Verify(written.Path, new VerifyOptions([new TrustedKey(sample.Key.Id)]));
        Assert.Equal(PackState.Altered, held.State);
        Assert.Equal(("signature.json", FindingKind.Signature), (held.Findings.Single().File, held.Findings.Single().Kind));
    }

    [Fact]
    public void A_pack_at_another_place_of_the_chain_is_named()
    {
        var written = sample.Write();
        var report = PackVerifier.Verify(written.Path, new VerifyOptions(null, written.Link with { Sequence = 4, Previous = new string('b', 64) }));
        Assert.Equal(2, report.Findings.Count(f => f.Kind == FindingKind.Chain));
    }

    [Fact]
    public void A_pack_packed_anew_without_a_change_is_said_to_be_repacked()
    {
        var report = After(p => SamplePack.Repack(p, _ => { }));
        Assert.Equal(FindingKind.Repacked, report.Findings.Single().Kind);
    }

    [Fact]
    public void Bytes_before_and_after_are_found()
    {
        Assert.Equal(PackState.Altered, After(p => File.AppendAllText(p, "x")).State);
        Assert.Equal(PackState.Altered, After(p => File.WriteAllBytes(p, [1, 2, .. File.ReadAllBytes(p)])).State);
    }

    [Fact]
    public void Any_cut_is_found()
    {
        var whole = File.ReadAllBytes(sample.Write().Path);
        for (var length = 0; length < whole.Length; length += length < 60 ? 1 : 37)
        {
            var state = VerifyBytes(whole[..length]).State;
            Assert.True(state != PackState.Sound, $"cut to {length}");
            if (length > 4000) Assert.True(state == PackState.Altered, $"cut to {length} is still known as a pack");
        }
    }

    [Fact]
    public void Any_flipped_bit_is_found_and_is_still_known_as_a_pack()
    {
        var whole = File.ReadAllBytes(sample.Write().Path);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            var bent = (byte[])whole.Clone();
            bent[at] ^= (byte)(1 << bit);
            return VerifyBytes(bent).State == PackState.Altered;
        }, iter: 3000, threads: 1);
    }

    [Fact]
    public void Every_bit_of_every_header_is_found()
    {
        var path = sample.Write().Path;
        var whole = File.ReadAllBytes(path);
        using var file = File.OpenRead(path);
        var content = StoredZip.Read(file).Entries;
        for (var at = 0; at < whole.Length; at++)
        {
            if (content.Any(e => at >= e.Offset && at < e.Offset + e.Digest.Length)) continue;
            var bit = (byte)(1 << (at % 8));
            whole[at] ^= bit;
            Assert.True(VerifyBytes(whole).State == PackState.Altered, $"byte {at}");
            whole[at] ^= bit;
        }
    }

    [Fact]
    public void Overwritten_stretches_never_pass_and_never_throw()
    {
        var whole = File.ReadAllBytes(sample.Write().Path);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte.Array[1, 400]).Sample((at, bytes) =>
        {
            var bent = (byte[])whole.Clone();
            bytes.AsSpan(0, Math.Min(bytes.Length, bent.Length - at)).CopyTo(bent.AsSpan(at));
            return bent.AsSpan().SequenceEqual(whole) || VerifyBytes(bent).State != PackState.Sound;
        }, iter: 1000, threads: 1);
    }

    [Fact]
    public void A_zip_bomb_is_not_inflated()
    {
        var path = sample.Write().Path;
        var before = GC.GetTotalAllocatedBytes();
        SamplePack.Repack(path, files => Replace(files, "track.json", _ => new byte[60_000_000]));
        var packed = GC.GetTotalAllocatedBytes();
        var report = PackVerifier.Verify(path, new VerifyOptions());
        Assert.Contains(report.Findings, f => f.File == "track.json" && f.Kind == FindingKind.Changed);
        Assert.True(GC.GetTotalAllocatedBytes() - packed < 20_000_000 && packed > before, "reads no further than the manifest says");
    }

    [Fact]
    public void Of_a_repacked_archive_only_so_much_is_inflated_in_all()
    {
        const int length = 12_000_000;
        var report = After(p => SamplePack.Repack(p, files =>
        {
            // each alone could be what the manifest names
            foreach (var name in (string[])["photos/after.jpg", "photos/at.jpg"]) Replace(files, name, _ => new byte[length]);
            Replace(files, "manifest.json", b =>
            {
                var says = ManifestJson.Read(b)!;
                return ManifestJson.Write(says with { Files = [.. says.Files.Select(f => f.Name.StartsWith("photos/a", StringComparison.Ordinal) ? f with { Length = length } : f)] });
            });
        }));
        Assert.Equal(PackState.Altered, report.State);
        Assert.Contains(report.Findings, f => f is { File: "photos/after.jpg", Kind: FindingKind.Changed });
        Assert.Contains(report.Findings, f => f is { File: "photos/at.jpg", Kind: FindingKind.Damaged });
    }

    [Fact]
    public void A_directory_of_more_files_than_a_pack_can_have_is_not_read()
    {
        const int files = 5000;
        var report = After(p =>
        {
            var whole = File.ReadAllBytes(p);
            StoredEntry last;
            using (var from = File.OpenRead(p)) last = StoredZip.Read(from).Entries[^1];
            var at = last.Offset + last.Digest.Length;
            using var to = File.Create(p);
            to.Write(whole.AsSpan(0, (int)at));
            for (var i = 0; i < files; i++) to.Write(ZipLayout.Central($"../{i}", last.Digest, 0));
            to.Write(ZipLayout.End(files, to.Position - at, at));
        });
        Assert.Equal(PackState.Altered, report.State);
        Assert.Equal((Finding.Archive, FindingKind.Damaged), (report.Findings.Single().File, report.Findings.Single().Kind));
    }

    [Fact]
    public void Other_things_are_not_packs()
    {
        Assert.Equal(PackState.NotAPack, VerifyBytes([]).State);
        Assert.Equal(PackState.NotAPack, VerifyBytes("no pack at all, only text"u8.ToArray()).State);
        Assert.Equal(PackState.NotAPack, PackVerifier.Verify(sample.Folder, new VerifyOptions()).State);
        Assert.Equal(PackState.NotAPack, PackVerifier.Verify(Path.Combine(sample.Folder, "none.zip"), new VerifyOptions()).State);
        var document = After(p => SamplePack.Repack(p, files =>
        {
            files.Clear();
            files.Add(("[Content_Types].xml", [1]));
            files.Add(("word/document.xml", [2]));
        }));
        Assert.Equal(PackState.NotAPack, document.State);
        var addOn = After(p => SamplePack.Repack(p, files =>
        {
            files.Clear();
            files.Add(("manifest.json", "{\"manifest_version\":3}"u8.ToArray()));
        }), "case-2");
        Assert.Equal(PackState.NotAPack, addOn.State);
    }

    /// <summary>By an ordinary ZIP program, and by one that knows our layout.</summary>
    private void AllWays(Action<List<(string Name, byte[] Bytes)>> change, string name)
    {
        var id = 0;
        foreach (var way in new Action<string, Action<List<(string, byte[])>>>[] { SamplePack.Repack, SamplePack.Forge })
        {
            var report = After(p => way(p, change), $"case-{id++}");
            Assert.Equal(PackState.Altered, report.State);
            // a changed manifest is told by the signature that no longer fits
            Assert.Contains(report.Findings, f => f.File == name || (name == "manifest.json" && f.Kind == FindingKind.Signature));
        }
    }

    private VerifyReport After(Action<string> change, string id = "case-1")
    {
        var path = Path.Combine(sample.Folder, id + ".zip");
        File.Delete(path);
        Assert.Equal(path, sample.Write(id).Path);
        change(path);
        return PackVerifier.Verify(path, new VerifyOptions());
    }

    private static VerifyReport VerifyBytes(byte[] bytes) => PackVerifier.Verify("in memory", new MemoryStream(bytes, writable: false), new VerifyOptions());

    private static void Change(List<(string Name, byte[] Bytes)> files, string name, Action<byte[]> change) => Replace(files, name, b =>
    {
        change(b);
        return b;
    });

    private static void Replace(List<(string Name, byte[] Bytes)> files, string name, Func<byte[], byte[]> change)
    {
        var at = files.FindIndex(f => f.Name == name);
        files[at] = (name, change(files[at].Bytes));
    }
}
