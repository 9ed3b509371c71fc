using System.Threading.Channels;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Rules.Sections;

namespace Qyran.Line.Cases;

/// <summary>A file run's evidence task: packs, one after the other. When the disk refuses, the case is still told of, without a pack.</summary>
public sealed class EvidenceRecorder(EvidenceSetup setup, ChainFile chain, RunLedger ledger) : IDisposable
{
    private readonly EvidencePacker packer = new(
        setup.Folder, Path.Combine(setup.Folder, EvidencePacker.ScratchName), setup.Key, chain, setup.Line.Scene, setup.Line.Video.Width, setup.Line.Video.Height, setup.Stamper);
    private bool refused;

    /// <summary>Records cases until the channel is complete. After <paramref name="stop"/> the rest is told of but not recorded.</summary>
    public async Task RunAsync(ChannelReader<(Case Made, TrackOutcome Outcome, long StartPtsUs)> found, CancellationToken stop)
    {
        await foreach (var (made, outcome, startPts) in found.ReadAllAsync(CancellationToken.None))
        {
            if (stop.IsCancellationRequested || refused)
            {
                ledger.Recorded(made, [], null);
                continue;
            }
            var words = PackDescription.Of(setup, made, outcome);
            if (made.Rule == AverageSpeed.Rule) words = words with { Photos = [.. outcome.Section!.PhotosOf(made.Verdict, outcome.Track.First.Time.UtcOffsetUs ?? 0, stop)] };
            var (pack, photos, failure) = packer.Record(words, setup.Plate?.Invoke(outcome), new EvidenceVideo(setup.Video, startPts), stop);
            ledger.Unstamped ??= packer.Unstamped;
            // a full disk stays full: no further pack is begun, the cases are still listed
            refused = failure?.Kind == FailureKind.CannotWrite;
            var name = pack is null ? null : Path.GetFileName(setup.Folder) + "/" + Path.GetFileName(pack);
            ledger.Recorded(made with { Evidence = name }, photos, failure?.Kind == FailureKind.Cancelled ? null : failure);
        }
    }

    public void Dispose() => packer.Dispose();
}
