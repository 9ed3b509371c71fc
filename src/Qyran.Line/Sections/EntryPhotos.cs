using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Measure.Scoring;
using Qyran.Media;
using Qyran.Rules.Sections;

namespace Qyran.Line.Sections;

/// <summary>
/// Pictures of a vehicle at a section's entry, out of that camera's video: a driver accused of being too fast between two cameras is shown at both.
/// </summary>
public sealed class EntryPhotos
{
    private const string Whole = "entry", Close = "entry-close";
    private readonly string video, results;
    private readonly VideoInfo info;
    private readonly Dictionary<string, Passed> passages;

    private EntryPhotos(string video, string results, VideoInfo info, Dictionary<string, Passed> passages) =>
        (this.video, this.results, this.info, this.passages) = (video, results, info, passages);

    /// <summary>When a passage's track began and ended on the video's clock, and its beginning in UTC, µs.</summary>
    private sealed record Passed(int Track, long FirstUs, long LastUs, long FirstUtcUs);

    /// <summary>Checks that the video is there and the one that <paramref name="results"/> were made of.</summary>
    public static (EntryPhotos? Photos, Failure? Failure) Open(string video, string results, CancellationToken stop)
    {
        var (info, failure) = LineOpening.ReadVideo(video, stop);
        if (info is null) return (null, failure);
        try
        {
            using var summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(results, "summary.json")));
            var analysed = summary.RootElement.GetProperty("video").GetString();
            return analysed == Path.GetFileName(video) ? (new(video, results, info, Passages(results)), null)
                : (null, new(FailureKind.Invalid, $"the entry's results in '{results}' were made of '{analysed}', not of '{Path.GetFileName(video)}'"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            return (null, new(FailureKind.Unreadable, $"'{results}' does not hold what qyran analyze writes: {e.Message}"));
        }
    }

    /// <summary>
    /// The whole picture at the middle of the time in which it crossed the gate, and the vehicle close up; stamped with the entry camera's own clock.
    /// None where the video doesn't show that moment any more: the case stands without them.
    /// </summary>
    public IReadOnlyList<PackPicture> Of(GatePassage entry, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!passages.TryGetValue(entry.Passage, out var seen)) return [];
        var utcUs = entry.EarliestUtcUs + ((entry.LatestUtcUs - entry.EarliestUtcUs) / 2);
        var mediaUs = Math.Clamp(seen.FirstUs + utcUs - seen.FirstUtcUs, seen.FirstUs, seen.LastUs);
        if (StillGrabber.Grab(video, [mediaUs + info.ContainerStartUs], stop, out _, info) is not [var still, ..]) return [];
        var shownUs = still.PtsUs - info.ContainerStartUs;
        List<PackPicture> pictures = [new(Whole, still.Jpeg, shownUs)];
        var share = seen.LastUs > seen.FirstUs ? (double)(shownUs - seen.FirstUs) / (seen.LastUs - seen.FirstUs) : 0;
        if (Box(seen.Track, share) is { } box && Pictures.Crop(still.Jpeg, Pictures.Around(box, still.Width, still.Height)) is { } close) pictures.Add(new(Close, close, shownUs));
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
                all[p.GetProperty("id").GetString() ?? ""] = new(p.GetProperty("track").GetInt32(), Us(p, "first_seen"), Us(p, "last_seen"), (utc.GetDateTimeOffset() - DateTimeOffset.UnixEpoch).Ticks / 10);
        }
        return all;

        static long Us(JsonElement of, string name) => (long)(of.GetProperty(name).GetDecimal() * 1_000_000);
    }

    /// <summary>The track's box at this share of its way, by frames; null where the results no longer tell.</summary>
    private PixelBox? Box(int track, double share)
    {
        try
        {
            using var text = File.OpenText(Path.Combine(results, "tracks.txt"));
            if (!MotChallengeText.TryRead(text, out var all, out _)) return null;
            var rows = all.FindAll(r => r.Id == track);
            if (rows.Count == 0) return null;
            var frame = rows[0].Frame + (share * (rows[^1].Frame - rows[0].Frame));
            return rows.MinBy(r => Math.Abs(r.Frame - frame)).Box;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the whole picture is there all the same
        }
    }
}
