using System.Collections.Immutable;
using System.Globalization;
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
    /// <summary>Stills farther than this from an asked time show something else, µs.</summary>
    private const long Nearest = 600_000;
    /// <summary>Cases whose photos the report shows; they are held in memory until it is made.</summary>
    private const int MostShown = 200;
    private const string At = "at";
    /// <summary>A folder beside the packs where clips are cut.</summary>
    internal const string ScratchName = ".clip";
    private readonly OverlayPainter painter = new(setup.Line.Scene, setup.Line.Video.Width, setup.Line.Video.Height);
    private bool refused;
    private int shown;

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
        var plate = setup.Plate?.Invoke(outcome);
        var asked = plate is null || times.Contains(plate.MediaUs) ? times : times.Add(plate.MediaUs);
        var stills = StillGrabber.Grab(setup.Video, [.. asked.Select(t => t + startPts)], stop, out var failure);
        if (stills.Count == 0) return (null, [], Told(failure, stop));
        // times far apart may share a picture where the video has a gap
        var clean = stills.DistinctBy(s => s.PtsUs).Where(s => times.Any(t => Math.Abs(t + startPts - s.PtsUs) < Nearest))
            .Select(s => new PackPicture("", s.Jpeg, s.PtsUs - startPts)).OrderBy(p => p.MediaUs).ToImmutableArray();
        if (clean.IsEmpty) return (null, [], Told(failure, stop));
        var pictures = Named(clean, made.Verdict.AtUs);
        var drawn = pictures.Select(p => p with { Jpeg = Draw(p.Jpeg.Span, p.MediaUs, made, outcome) }).ToImmutableArray();
        var photos = ForReport(pictures, drawn, outcome.Track);

        DirectoryInfo? scratch = null;
        try
        {
            // beside the packs, not in /tmp: a full disk is found out here and the copy is a rename away
            scratch = Directory.CreateDirectory(Path.Combine(setup.Folder, ScratchName));
            var clip = ClipCutter.Cut(setup.Video, outcome.Track.First.Time.MediaUs + startPts - PreRollUs,
                outcome.Track.Last.Time.MediaUs + startPts + PostRollUs, Path.Combine(scratch.FullName, "clip.mp4"), stop, out var clipFailure);
            if (clip is null && Told(clipFailure, stop) is { Kind: FailureKind.CannotWrite or FailureKind.Cancelled } why) return (null, photos, why);
            var contents = PackDescription.Of(setup, made, outcome) with
            {
                Photos = [.. pictures.Where(p => p.Name != At)],
                KeyFrames = [.. pictures.Where(p => p.Name == At)],
                Overlays = drawn,
                PlateCrop = plate is null ? null : Plate(plate, stills, startPts),
                Clip = clip is null ? null : new PackClip(clip.Path, Path.GetFileName(clip.Path), clip.FromUs - startPts, clip.ToUs - startPts, clip.OffsetUs - startPts),
            };
            if (chain.Begin() is { } unbegun) return (null, photos, unbegun);
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

    /// <summary>The picture nearest the offence is the key frame; the others are the overview photos before and after it.</summary>
    private static ImmutableArray<PackPicture> Named(ImmutableArray<PackPicture> pictures, long atUs)
    {
        var at = pictures.IndexOf(pictures.MinBy(p => Math.Abs(p.MediaUs - atUs))!);
        string Name(int i) => i == at ? At : (i < at, Far: Math.Abs(i - at)) switch
        {
            (true, 1) => "before",
            (true, var far) => string.Create(CultureInfo.InvariantCulture, $"before-{far}"),
            (false, 1) => "after",
            (false, var far) => string.Create(CultureInfo.InvariantCulture, $"after-{far}"),
        };
        return [.. pictures.Select((p, i) => p with { Name = Name(i) })];
    }

    /// <summary>Shrunk for the page, and the vehicle itself close up as the camera saw it. Past a number of cases none: the page must stay a page.</summary>
    private ImmutableArray<CasePhoto> ForReport(ImmutableArray<PackPicture> pictures, ImmutableArray<PackPicture> drawn, Track track)
    {
        if (shown >= MostShown) return [];
        shown++;
        var photos = drawn.Select(p => new CasePhoto(p.Name, Pictures.Shrink(p.Jpeg.Span, 960) ?? [], p.MediaUs)).ToList();
        var key = pictures.First(p => p.Name == At);
        var box = track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - key.MediaUs)).Box;
        if (Pictures.Crop(key.Jpeg.Span, Pictures.Around(box, setup.Line.Video.Width, setup.Line.Video.Height)) is { } close
            && Pictures.Shrink(close, 640) is { } small) photos.Add(new CasePhoto("close up", small, key.MediaUs));
        return [.. photos];
    }

    private static PackPicture? Plate(PlateRegion plate, IReadOnlyList<Still> stills, long startPts)
    {
        // cut from the very frame it was read in, or not at all
        var still = stills.FirstOrDefault(s => s.PtsUs - startPts == plate.MediaUs);
        return still is not null && Pictures.Crop(still.Jpeg, plate.Box) is { } crop ? new PackPicture("plate", crop, plate.MediaUs) : null;
    }

    private static Failure? Told(Failure? failure, CancellationToken stop) => Interrupted.Told(failure, "stopped while recording evidence", stop);

    private ReadOnlyMemory<byte> Draw(ReadOnlySpan<byte> jpeg, long mediaUs, Case made, TrackOutcome outcome)
    {
        var nearest = outcome.Track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - mediaUs));
        var trail = outcome.Track.Points.Where(p => p.Time.MediaUs <= mediaUs).Select(p => p.Box.Contact).ToArray();
        var track = new OverlayTrack(outcome.Track.Id, outcome.Track.Class, nearest.Box, trail, outcome.Passage!.Speed, made.Rule, Highlight: true) { Plate = outcome.Passage.Plate?.Text };
        return painter.Annotate(jpeg, new OverlayFrame(nearest.Time, [track], SignalsAt.Instant(outcome.Signals, mediaUs), null)) ?? jpeg.ToArray();
    }

    private static ImmutableArray<long> KeyTimes(Verdict.Broken verdict, Track track)
    {
        var asked = verdict.KeyTimesUs.IsEmpty ? [verdict.AtUs] : verdict.KeyTimesUs;
        // the picture shown must be one the vehicle was really in
        return [.. asked.Select(t => track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - t)).Time.MediaUs).Distinct().Order()];
    }
}
