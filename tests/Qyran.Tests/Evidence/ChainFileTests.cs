using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

/// <summary>Packs whose line did not get into the chain: a full disk took the pack and not the line, or the program was killed between the two.</summary>
public sealed class ChainFileTests : IDisposable
{
    private readonly SamplePack sample = new();
    private readonly string folder;

    public ChainFileTests() => folder = sample.WriteChain(4);

    public void Dispose() => sample.Dispose();

    private ChainFile Chain => ChainFile.Open(folder, out _)!;

    [Fact]
    public void A_pack_without_its_line_gets_it_before_the_next_is_signed_for_its_place()
    {
        Write("c5", sample.Key, Chain.Last);
        var chain = Chain;
        Assert.Null(chain.CatchUp(sample.Key));
        Assert.Equal((5L, "c5"), (chain.Last!.Sequence, chain.Last.CaseId));
        Assert.Null(chain.Append(Write("c6", sample.Key, chain.Last).Link));
        Assert.Null(chain.CatchUp(sample.Key));
        var report = PackVerifier.VerifyChain(folder);
        Assert.Empty(report.Findings);
        Assert.Empty(report.Notes);
        Assert.Equal(6, report.Packs.Length);
    }

    [Fact]
    public void What_another_key_signed_or_bears_another_name_gets_no_line()
    {
        using var other = DeviceKey.Temporary();
        Write("c5", other, Chain.Last);
        File.Move(Write("c6", sample.Key, Chain.Last).Path, Path.Combine(folder, "c7.zip"));
        var chain = Chain;
        Assert.Null(chain.CatchUp(sample.Key));
        Assert.Equal("c4", chain.Last!.CaseId);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(folder, ChainFile.Name)).Length);
    }

    [Fact]
    public void A_pack_that_the_device_signed_before_it_was_given_a_new_key_gets_its_line_too()
    {
        Write("c5", sample.Key, Chain.Last);
        using var fresh = DeviceKey.Temporary();
        var chain = Chain;
        Assert.Null(chain.CatchUp(fresh));
        Assert.Equal("c5", chain.Last!.CaseId);
    }

    [Fact]
    public void No_pack_is_signed_for_the_first_place_where_one_of_another_key_waits_for_its_line()
    {
        var other = Path.Combine(sample.Folder, "first");
        Assert.IsType<PackOutcome.Written>(PackWriter.Write(other, sample.Contents("c1"), sample.Key, null));
        using var fresh = DeviceKey.Temporary();
        var chain = ChainFile.Open(other, out _)!;
        Assert.Contains("c1.zip is signed by another key and has no line in chain.jsonl", chain.CatchUp(fresh)?.Text, StringComparison.Ordinal);
        Assert.Null(chain.Last);
        Assert.Null(chain.CatchUp(sample.Key));
        Assert.Equal("c1", chain.Last!.CaseId);
        Assert.Null(chain.CatchUp(fresh));
    }

    [Fact]
    public void A_line_that_is_refused_again_is_said()
    {
        Write("c5", sample.Key, Chain.Last);
        var chain = Chain;
        using (new FileStream(Path.Combine(folder, ChainFile.Name), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("cannot add to", chain.CatchUp(sample.Key)?.Text, StringComparison.Ordinal);
        Assert.Null(chain.CatchUp(sample.Key));
        Assert.Equal("c5", chain.Last!.CaseId);
    }

    [Fact]
    public void A_chain_of_a_million_packs_goes_on()
    {
        var path = Path.Combine(folder, ChainFile.Name);
        var (hash, sign) = (new string('a', 64), new string('b', 60_000)); // a few long lines instead of many
        using (var file = File.CreateText(path))
        {
            for (var n = 1; n <= 1200; n++)
            {
                var previous = n == 1 ? "null" : $"\"{hash}\"";
                file.Write($$"""{"sequence":{{n}},"case":"{{n}}{{sign}}","manifest_sha256":"{{hash}}","previous_manifest_sha256":""" + previous + "}\n");
            }
        }
        Assert.True(new FileInfo(path).Length > 64 << 20);
        var chain = ChainFile.Open(folder, out var failure);
        Assert.True(chain is not null, failure?.Text);
        Assert.Equal(1200, chain.Last?.Sequence);
        Assert.Equal(700, ChainFile.Find(path, $"700{sign}", out _)?.Sequence);
        Assert.Null(ChainFile.Find(path, "none", out var fault));
        Assert.Null(fault);
    }

    private PackOutcome.Written Write(string id, DeviceKey key, ChainLink? previous) =>
        Assert.IsType<PackOutcome.Written>(PackWriter.Write(folder, sample.Contents(id), key, previous));
}
