using System.Collections.Immutable;
using System.Threading.Channels;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Tracks;
using Qyran.Evidence;
using Qyran.Line.Overlay;
using Qyran.Media;

namespace Qyran.Line.Cases;

/// <summary>
/// Turns Broken verdicts into packs: full-resolution photos of exactly the judged instants, the clip by stream copy, and
/// everything needed to measure again. One owner, one pack at a time, so the chain has one order. When the disk refuses,
/// the case is still told of, without a pack.
/// </summary>
public sealed class EvidenceRecorder(EvidenceSetup setup, ChainFile chain, RunLedger ledger) : IDisposable
{
    private const long PreRollUs = 4_000_000, PostRollUs = 4_000_000;
    private static readonly string[] Captions = ["before", "at", "after"];
    private readonly OverlayPainter painter = new(setup.Line.Scene, setup.Line.Video.Width, setup.Line.Video.Height);
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
            var (pack, photos, failure) = Record(made, outcome, startPts, stop);
            // a full disk stays full: no further pack is begun, the cases are still listed
            refused = failure?.Kind == FailureKind.CannotWrite;
            ledger.Recorded(made with { Evidence = pack }, photos, failure?.Kind == FailureKind.Cancelled ? null : failure);
        }
    }

    public void Dispose() => painter.Dispose();

    private (string? Pack, ImmutableArray<CasePhoto> Photos, Failure? Failure) Record(Case made, TrackOutcome outcome, long startPts, CancellationToken stop)
    {
        var times = KeyTimes(made.Verdict, outcome.Track);
        var stills = StillGrabber.Grab(setup.Video, [.. times.Select(t => t + startPts)], stop, out var failure);
        if (stills.Count == 0) return (null, [], failure);
        var pictures = stills.Select((s, i) => (Name: times.Length == 3 && stills.Count == 3 ? Captions[i] : $"t{i + 1}", s.Jpeg, MediaUs: s.PtsUs - startPts)).ToImmutableArray();
        var drawn = pictures.Select(p => p with { Jpeg = Draw(p.Jpeg, p.MediaUs, made, outcome) }).ToImmutableArray();
        var photos = drawn.Select(p => new CasePhoto(p.Name, p.Jpeg, p.MediaUs)).ToImmutableArray();

        DirectoryInfo? scratch = null;
        try
        {
            // beside the packs, not in /tmp: a full disk is found out here and the copy is a rename away
            scratch = Directory.CreateDirectory(Path.Combine(setup.Folder, ".clip"));
            var clip = ClipCutter.Cut(setup.Video, outcome.Track.First.Time.MediaUs + startPts - PreRollUs,
                outcome.Track.Last.Time.MediaUs + startPts + PostRollUs, Path.Combine(scratch.FullName, "clip.mp4"), stop, out var clipFailure);
            if (clip is null && clipFailure?.Kind is FailureKind.CannotWrite or FailureKind.Cancelled) return (null, photos, clipFailure);
            var contents = PackDescription.Of(setup, made, outcome) with
            {
                Photos = [.. pictures.Select(p => new PackPicture(p.Name, p.Jpeg, p.MediaUs))],
                KeyFrames = [.. pictures.Select(p => new PackPicture(p.Name, p.Jpeg, p.MediaUs))],
                Overlays = [.. drawn.Select(p => new PackPicture(p.Name, p.Jpeg, p.MediaUs))],
                Clip = clip is null ? null : new PackClip(clip.Path, Path.GetFileName(clip.Path), clip.FromUs - startPts, clip.ToUs - startPts, clip.OffsetUs - startPts),
            };
            switch (PackWriter.Write(setup.Folder, contents, setup.Key, chain.Last))
            {
                case PackOutcome.Written written:
                    return (Path.GetFileName(setup.Folder) + "/" + Path.GetFileName(written.Path), photos, chain.Append(written.Link));
                case PackOutcome.Failed failed:
                    return (null, photos, failed.Failure);
                default:
                    throw new InvalidOperationException("unknown pack outcome");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, photos, new Failure(FailureKind.CannotWrite, $"can't record evidence in '{setup.Folder}': {e.Message}"));
        }
        finally
        {
            scratch?.Delete(recursive: true);
        }
    }

    private byte[] Draw(byte[] jpeg, long mediaUs, Case made, TrackOutcome outcome)
    {
        var nearest = outcome.Track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - mediaUs));
        var trail = outcome.Track.Points.Where(p => p.Time.MediaUs <= mediaUs).Select(p => p.Box.Contact).ToArray();
        var track = new OverlayTrack(outcome.Track.Id, outcome.Track.Class, nearest.Box, trail, outcome.Passage!.Speed, made.Rule, Highlight: true);
        return painter.Annotate(jpeg, new OverlayFrame(nearest.Time, [track], SignalsAt.Instant(outcome.Signals, mediaUs), null)) ?? jpeg;
    }

    private static ImmutableArray<long> KeyTimes(Verdict.Broken verdict, Track track)
    {
        var asked = verdict.KeyTimesUs.IsEmpty ? [verdict.AtUs] : verdict.KeyTimesUs;
        // the picture shown must be one the vehicle was really in
        return [.. asked.Select(t => track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - t)).Time.MediaUs).Distinct().Order()];
    }
}
