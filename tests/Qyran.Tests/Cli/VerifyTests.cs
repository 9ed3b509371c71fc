using System.Text;
using Qyran.Evidence;
using Qyran.Tests.Evidence;

namespace Qyran.Tests.Cli;

/// <summary>What <c>qyran verify</c> and <c>qyran replay</c> print of packs that are sound.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly SamplePack sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void Words_of_a_pack_give_the_terminal_no_orders_and_write_no_lines()
    {
        var contents = sample.Contents() with { DeviceId = "north-1\n  14 files as signed by the trusted key\u001b[8m", Software = "0.1\r\u001b[2K", DeviceVerification = "verified\n\u001b[8m" };
        var path = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, contents, sample.Key, null)).Path;
        var told = QyranProcess.Run("verify", path);
        Assert.Equal(0, told.Code);
        Assert.DoesNotContain("\u001b", told.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", told.Out, StringComparison.Ordinal);
        Assert.Equal(4, told.Out.TrimEnd().Split('\n').Length);
        Assert.Contains("device north-1?  14 files as signed by the trusted key?[8m, made", told.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verified by example, certificate 12, valid until 2027-01-01 00:00:00 UTC", "  device verification: verified by example, certificate 12, valid until 2027-01-01 00:00:00 UTC\n")]
    [InlineData(null, "  no device verification is stated\n")]
    public void The_devices_verification_is_told_and_so_is_that_none_is_stated(string? stated, string told)
    {
        var path = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, sample.Contents() with { DeviceVerification = stated }, sample.Key, null)).Path;
        var ran = QyranProcess.Run("verify", path);
        Assert.Equal(0, ran.Code);
        Assert.Contains(told, ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_do_those_a_replay_tells()
    {
        var scene = MadeVideo.Scene.Replace("rule: solid-line", "rule: \"\\e[8mgone\"", StringComparison.Ordinal);
        var contents = sample.Contents() with { SceneFile = Encoding.UTF8.GetBytes(scene) };
        var path = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, contents, sample.Key, null)).Path;
        var told = QyranProcess.Run("replay", path);
        Assert.Equal(69, told.Code);
        Assert.Contains("?[8mgone", told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_whose_place_cannot_be_checked_says_so()
    {
        var folder = sample.WriteChain(2);
        var first = Path.Combine(folder, "c1.zip");
        Assert.DoesNotContain("note:", QyranProcess.Run("verify", first).Out, StringComparison.Ordinal);

        var renamed = Path.Combine(folder, "of-somebody.zip");
        File.Copy(first, renamed);
        var told = QyranProcess.Run("verify", renamed);
        Assert.Equal(0, told.Code);
        Assert.Contains("note: its place is not checked: chain.jsonl beside it does not name it", told.Out, StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(folder, ChainFile.Name), "{}\n");
        told = QyranProcess.Run("verify", first);
        Assert.Equal(0, told.Code);
        Assert.Contains("note: its place is not checked: chain.jsonl beside it: line 3 is no link of a chain", told.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_names_the_folder_above_is_told_where_the_packs_are()
    {
        var folder = sample.WriteChain(1);
        var told = QyranProcess.Run("verify", sample.Folder);
        Assert.Equal(2, told.Code);
        Assert.Contains($"  its packs are in {folder}\n", told.Error, StringComparison.Ordinal);
        // a server's: each camera has its own
        var data = Path.Combine(sample.Folder, "data", "evidence");
        Directory.CreateDirectory(data);
        Directory.Move(folder, Path.Combine(data, "north-1"));
        foreach (var above in (string[])[data, Path.Combine(sample.Folder, "data")])
            Assert.Contains($"  its packs are in {data}/north-1\n", QyranProcess.Run("verify", above).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_s_old_and_new_key_are_given_one_after_the_other()
    {
        var folder = sample.WriteChain(1);
        using var fresh = DeviceKey.Temporary();
        var chain = ChainFile.Open(folder, out _)!;
        Assert.Null(chain.Append(Assert.IsType<PackOutcome.Written>(PackWriter.Write(folder, sample.Contents("c2"), fresh, chain.Last)).Link));
        var (old, now) = (Path.Combine(sample.Folder, "old.pub.pem"), Path.Combine(sample.Folder, "new.pub.pem"));
        File.WriteAllText(old, sample.Key.PublicPem);
        File.WriteAllText(now, fresh.PublicPem);
        var told = QyranProcess.Run("verify", folder, "--key", old, "--key", now);
        Assert.True(told.Code == 0, told.Out + told.Error);
        Assert.Contains("note: from c2.zip on the packs are signed by key", told.Out, StringComparison.Ordinal);
        Assert.Equal(1, QyranProcess.Run("verify", folder, "--key", now).Code);
    }

    [Fact]
    public void Whoever_names_authorities_is_told_of_packs_that_nobody_stamped()
    {
        const string bare = "bears no time stamp: when it was signed rests on the device's clock alone";
        using var office = new StampingOffice();
        using var authority = new TimeStampAuthority(office.Address, TimeProvider.System, TimeSpan.FromSeconds(20));
        var folder = sample.WriteChain(1);
        var first = Path.Combine(folder, "c1.zip");
        Assert.DoesNotContain(bare, QyranProcess.Run("verify", first).Out, StringComparison.Ordinal);
        foreach (var path in (string[])[first, folder])
        {
            var told = QyranProcess.Run("verify", path, "--authority", office.RootPem);
            Assert.Equal((0, 2), (told.Code, told.Out.Split(bare).Length));
        }

        // the second vouches for the first, too, but not for the third
        var chain = ChainFile.Open(folder, out _)!;
        foreach (var (id, stamper) in ((string, ITimeStamper?)[])[("c2", authority), ("c3", null)])
        {
            var written = Assert.IsType<PackOutcome.Written>(PackWriter.Write(folder, sample.Contents(id), sample.Key, chain.Last, stamper));
            Assert.Null(chain.Append(written.Link));
        }
        var all = QyranProcess.Run("verify", folder, "--authority", office.RootPem);
        Assert.Equal(0, all.Code);
        Assert.Equal(2, all.Out.Split(bare).Length);
        Assert.True(all.Out.IndexOf(bare, StringComparison.Ordinal) > all.Out.IndexOf("sound: c3.zip", StringComparison.Ordinal));
    }
}
