using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;
using Qyran.Evidence;
using Qyran.Line.Overlay;
using Qyran.Media;

namespace Qyran.Line.Cases;

/// <summary>
/// Makes a Broken verdict's pack: full-resolution photos of exactly the judged instants, the clip by stream copy, and
/// everything needed to measure again. One owner, one pack at a time, so the chain has one order.
/// </summary>
/// <param name="scratch">Where clips are cut, on the packs' disk; made and deleted as a whole for each pack.</param>
/// <param name="scene">What is drawn; its picture has this size.</param>
/// <param name="stamper">Vouches for when a pack was signed; null: nobody.</param>
public sealed class EvidencePacker(string folder, string scratch, DeviceKey key, ChainFile chain, Scene? scene, int width, int height, ITimeStamper? stamper = null) : IDisposable
{
    /// <summary>Stills farther than this from an asked time show something else, µs.</summary>
    private const long Nearest = 600_000;
    /// <summary>Cases whose photos the report shows; they are held in memory until it is made.</summary>
    private const int MostShown = 200;
    private const string At = "at";
    /// <summary>A folder beside the packs where clips are cut.</summary>
    internal const string ScratchName = ".clip";
    /// <summary>Half a tick of a clock lost on the way through a clip, µs.</summary>
    private const long Rounding = 2;
    private readonly OverlayPainter painter = new(scene, width, height);
    private int shown;

    /// <summary>Why the last pack bears no time stamp though one was asked for; null when it does or none was.</summary>
    public string? Unstamped { get; private set; }

    public void Dispose() => painter.Dispose();

    /// <summary>Makes one pack.</summary>
    /// <param name="words">All of it but pictures and clip; photos of elsewhere may be in it.</param>
    /// <param name="plate">Where the plate is; null when nobody knows: then there is no crop of it.</param>
    /// <param name="video">Where the vehicle is seen in; left as it is.</param>
    /// <returns>The pack's full path, or why there is none, and the photos there are in either case. Both path and failure where the pack is written and its line in the chain is not.</returns>
    public (string? Pack, ImmutableArray<CasePhoto> Photos, Failure? Failure) Record(PackContents words, PlateRegion? plate, EvidenceVideo video, CancellationToken stop)
    {
        var (made, track) = (words.Case, words.Track);
        var startPts = video.StartPtsUs;
        var times = KeyTimes(made.Verdict, track);
        // what a clip that is there already does not show was taken elsewhere: looked for in it, all of it would be decoded
        var asked = Asked(made.Verdict, track, plate).Select(t => t + startPts).Where(t => video.Clip is not { } all || (t >= all.FromUs && t <= all.ToUs));
        var stills = StillGrabber.Grab(video.Path, [.. asked], stop, out var failure).Concat(video.Elsewhere).ToList();
        if (stills.Count == 0) return (null, [], Told(failure, stop));
        // times far apart may share a picture where the video has a gap
        var clean = stills.DistinctBy(s => s.PtsUs).Where(s => times.Any(t => Math.Abs(t + startPts - s.PtsUs) < Nearest))
            .Select(s => new PackPicture("", s.Jpeg, Snap(s.PtsUs - startPts, times))).OrderBy(p => p.MediaUs).ToImmutableArray();
        if (clean.IsEmpty) return (null, [], Told(failure, stop));
        var pictures = Named(clean, made.Verdict.AtUs);
        var drawn = pictures.Select(p => p with { Jpeg = Draw(p.Jpeg.Span, p.MediaUs, words) }).ToImmutableArray();
        var photos = ForReport(pictures, drawn, track, words.Photos);

        DirectoryInfo? cutting = null;
        try
        {
            // beside the packs, not in /tmp: a full disk is found out here and the copy is a rename away
            cutting = Directory.CreateDirectory(scratch);
            Failure? clipFailure = null;
            var (from, until) = ClipSpan.Of(track, made.Verdict);
            var clip = video.Clip ?? ClipCutter.Cut(video.Path, from + startPts - video.PreRollUs, until + startPts + video.PostRollUs, Path.Combine(cutting.FullName, "clip.mp4"), stop, out clipFailure);
            if (clip is null && Told(clipFailure, stop) is { Kind: FailureKind.CannotWrite or FailureKind.Cancelled } why) return (null, photos, why);
            var contents = words with
            {
                Photos = [.. pictures.Where(p => p.Name != At), .. words.Photos],
                KeyFrames = [.. pictures.Where(p => p.Name == At)],
                Overlays = drawn,
                PlateCrop = plate is null ? null : Plate(plate, stills, startPts),
                Clip = clip is null ? null : new PackClip(clip.Path, Path.GetFileName(clip.Path), clip.FromUs - startPts, clip.ToUs - startPts, clip.OffsetUs - startPts),
            };
            if (chain.Begin() is { } unbegun) return (null, photos, unbegun);
            switch (PackWriter.Write(folder, contents, key, chain.Last, stamper))
            {
                case PackOutcome.Written written:
                    Unstamped = written.Unstamped;
                    return (written.Path, photos, chain.Append(written.Link));
                case PackOutcome.Failed failed:
                    return (null, photos, failed.Failure);
                default:
                    throw new InvalidOperationException("unknown pack outcome");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, photos, new Failure(FailureKind.CannotWrite, $"can't record evidence in '{folder}': {e.Message}"));
        }
        finally
        {
            cutting?.Delete(recursive: true);
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
    private ImmutableArray<CasePhoto> ForReport(ImmutableArray<PackPicture> pictures, ImmutableArray<PackPicture> drawn, Track track, ImmutableArray<PackPicture> elsewhere)
    {
        if (shown >= MostShown) return [];
        shown++;
        var photos = drawn.Select(p => new CasePhoto(p.Name, Pictures.Shrink(p.Jpeg.Span, 960) ?? [], p.MediaUs)).ToList();
        var key = pictures.First(p => p.Name == At);
        var box = track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - key.MediaUs)).Box;
        if (Pictures.Crop(key.Jpeg.Span, Pictures.Around(box, width, height)) is { } close
            && Pictures.Shrink(close, 640) is { } small) photos.Add(new CasePhoto("close up", small, key.MediaUs));
        photos.AddRange(elsewhere.Select(p => new CasePhoto(p.Name, Pictures.Shrink(p.Jpeg.Span, 960) ?? [], p.MediaUs)));
        return [.. photos];
    }

    private static PackPicture? Plate(PlateRegion plate, IReadOnlyList<Still> stills, long startPts)
    {
        // cut from the very frame it was read in, or not at all
        var still = stills.FirstOrDefault(s => Math.Abs(s.PtsUs - startPts - plate.MediaUs) <= Rounding);
        return still is not null && Pictures.Crop(still.Jpeg, plate.Box) is { } crop ? new PackPicture("plate", crop, plate.MediaUs) : null;
    }

    private static long Snap(long us, ImmutableArray<long> times)
    {
        foreach (var t in times)
            if (Math.Abs(t - us) <= Rounding) return t;
        return us;
    }

    private static Failure? Told(Failure? failure, CancellationToken stop) => Interrupted.Told(failure, "stopped while recording evidence", stop);

    private ReadOnlyMemory<byte> Draw(ReadOnlySpan<byte> jpeg, long mediaUs, PackContents words)
    {
        var nearest = words.Track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - mediaUs));
        var trail = words.Track.Points.Where(p => p.Time.MediaUs <= mediaUs).Select(p => p.Box.Contact).ToArray();
        var track = new OverlayTrack(words.Track.Id, words.Track.Class, nearest.Box, trail, words.Passage.Speed, words.Case.Rule, Highlight: true) { Plate = words.Passage.Plate?.Text };
        var signals = SignalsAt.Instant(words.Signals.ToDictionary(s => s.Head), mediaUs);
        return painter.Annotate(jpeg, new OverlayFrame(nearest.Time, [track], signals, null)) ?? jpeg.ToArray();
    }

    /// <summary>The instants of which pictures are needed, µs on the source's clock: those that photos show, and the plate's own.</summary>
    internal static ImmutableArray<long> Asked(Verdict.Broken verdict, Track track, PlateRegion? plate)
    {
        var times = KeyTimes(verdict, track);
        return plate is null || times.Contains(plate.MediaUs) ? times : times.Add(plate.MediaUs);
    }

    /// <summary>The instants that photos show, µs on the source's clock, in order.</summary>
    private static ImmutableArray<long> KeyTimes(Verdict.Broken verdict, Track track)
    {
        var asked = verdict.KeyTimesUs.IsEmpty ? [verdict.AtUs] : verdict.KeyTimesUs;
        // the picture shown must be one the vehicle was really in
        return [.. asked.Select(t => track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - t)).Time.MediaUs).Distinct().Order()];
    }
}
