using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Media;
using Qyran.Media.Recording;
using Qyran.Rules.Sections;

namespace Qyran.Line.Sections;

/// <summary>
/// Pictures of a vehicle at a section's entry, out of that camera's video: a driver accused of being too fast between two cameras is shown at both.
/// </summary>
public sealed class EntryPhotos
{
    private const string Whole = "entry", Close = "entry-close";
    private readonly string video;
    private readonly VideoInfo info;
    private readonly Dictionary<string, Passed> passages;

    private readonly long startPtsUs;

    private EntryPhotos(string video, VideoInfo info, long startPtsUs, Dictionary<string, Passed> passages) =>
        (this.video, this.info, this.startPtsUs, this.passages) = (video, info, startPtsUs, passages);

    /// <summary>When a passage's track began and ended on the video's clock, and its beginning in UTC, µs.</summary>
    private sealed record Passed(long FirstUs, long LastUs, long FirstUtcUs);

    /// <summary>Checks that the video is there and the one that <paramref name="results"/> were made of.</summary>
    public static (EntryPhotos? Photos, Failure? Failure) Open(string video, string results, CancellationToken stop)
    {
        var (info, failure) = LineOpening.ReadVideo(video, stop);
        if (info is null) return (null, failure);
        try
        {
            using var summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(results, "summary.json")));
            var analysed = summary.RootElement.GetProperty("video").GetString();
            // sound may begin before the pictures do: the container's start is not the first picture's stamp. Earlier results do not tell that
            var start = summary.RootElement.TryGetProperty("first_stamp", out var first) ? (long)(first.GetDecimal() * 1_000_000) : info.ContainerStartUs;
            return analysed == Path.GetFileName(video) ? (new(video, info, start, Passages(results)), null)
                : (null, new(FailureKind.Invalid, $"the entry's results in '{results}' were made of '{analysed}', not of '{Path.GetFileName(video)}'"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            return (null, new(FailureKind.Unreadable, $"'{results}' does not hold what qyran analyze writes: {e.Message}"));
        }
    }

    /// <summary>
    /// The whole picture at the middle of the time in which it crossed the gate, and the vehicle close up; stamped in µs UTC by the entry camera's clock.
    /// None where the video doesn't show that moment any more: the case stands without them.
    /// </summary>
    public IReadOnlyList<PackPicture> Of(GatePassage entry, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!passages.TryGetValue(entry.Passage, out var seen)) return [];
        var mediaUs = Math.Clamp(seen.FirstUs + entry.StampedMiddleUs - seen.FirstUtcUs, seen.FirstUs, seen.LastUs);
        return StillGrabber.Grab(video, [mediaUs + startPtsUs], stop, out _, info) is [var still, ..] ? Both(still, entry, still.PtsUs - startPtsUs - seen.FirstUs + seen.FirstUtcUs) : [];
    }

    /// <summary>The same out of what a live entry camera has recorded, stamped in µs UTC. None where nothing is recorded of that moment.</summary>
    /// <param name="files">The entry camera's recordings around the crossing, in order of time.</param>
    /// <param name="scratch">Where a file may be made and deleted again.</param>
    public static async Task<IReadOnlyList<PackPicture>> Of(GatePassage entry, string dataFolder, IReadOnlyList<RecordedFile> files, string scratch)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var (span, _) = await RecordingExport.Write(dataFolder, files, entry.StampedMiddleUs, entry.StampedMiddleUs + 1, scratch, CancellationToken.None);
        if (span is null) return [];
        var grabbed = StillGrabber.Grab(span.Path, [entry.StampedMiddleUs - span.OffsetUs], CancellationToken.None, out _);
        File.Delete(span.Path);
        return grabbed is [var still, ..] ? Both(still, entry, still.PtsUs + span.OffsetUs) : [];
    }

    private static List<PackPicture> Both(Still still, GatePassage entry, long shownUs)
    {
        List<PackPicture> pictures = [new(Whole, still.Jpeg, shownUs)];
        if (entry.Box is { } box && Pictures.Crop(still.Jpeg, Pictures.Around(box, still.Width, still.Height)) is { } close) pictures.Add(new(Close, close, shownUs));
        return pictures;
    }

    /// <summary>By passage; those whose hour is not known are left out. Throws what a strange file throws.</summary>
    private static Dictionary<string, Passed> Passages(string results)
    {
        Dictionary<string, Passed> all = new(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(results, "passages.jsonl")).Where(l => l.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            var p = json.RootElement;
            if (p.TryGetProperty("first_seen_utc", out var utc))
                all[p.GetProperty("id").GetString() ?? ""] = new(Us(p, "first_seen"), Us(p, "last_seen"), (utc.GetDateTimeOffset() - DateTimeOffset.UnixEpoch).Ticks / 10);
        }
        return all;

        static long Us(JsonElement of, string name) => (long)(of.GetProperty(name).GetDecimal() * 1_000_000);
    }
}
