using System.Text;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Line.Live;
using Qyran.Media;
using Qyran.Tests.Cli;

namespace Qyran.Tests.Line.Live;

public sealed class LiveEvidenceTests
{
    [Fact]
    public async Task A_line_of_the_chain_that_the_disk_refused_is_added_before_another_pack_is_signed_for_its_place()
    {
        using var disk = new RefusingDisk();
        using var house = new HouseStub(stamper: disk);
        var folder = Path.Combine(house.Data, "evidence", "north");
        disk.Chain = Path.Combine(folder, ChainFile.Name);
        var settings = new LiveSettings("north", new MediaSource.Played(MadeVideo.Traffic(9)))
        {
            SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene),
            FileLength = TimeSpan.FromSeconds(3),
            PreRoll = TimeSpan.FromSeconds(2),
            PostRoll = TimeSpan.FromSeconds(1),
        };
        await using (new Running(settings, house))
        {
            await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Disk, On: true }), "the refusal");
            disk.Take();
            await HouseStub.Until(() => house.Packs.Count(p => p.Path is not null) >= 3, "packs", 200);
        }
        var report = PackVerifier.VerifyChain(folder);
        Assert.True(report.State == PackState.Sound, string.Join('\n', report.Findings.Concat(report.Packs.SelectMany(p => p.Findings))));
        Assert.Empty(report.Notes);
        Assert.True(report.Packs.Length >= 3);
    }

    /// <summary>Takes the first pack and not its line: a stamp is asked for just before the pack is written, and from then on the chain is held by somebody else.</summary>
    private sealed class RefusingDisk : ITimeStamper, IDisposable
    {
        private FileStream? held;
        private bool refused;

        public string Chain { get; set; } = "";

        public byte[]? Stamp(ReadOnlyMemory<byte> signature, out Failure? failure)
        {
            if (!refused) held = new FileStream(Chain, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            refused = true;
            failure = new(FailureKind.Unreadable, "nobody stamps");
            return null;
        }

        /// <summary>From now on the line is taken.</summary>
        public void Take() => held?.Dispose();

        public void Dispose() => held?.Dispose();
    }
}
