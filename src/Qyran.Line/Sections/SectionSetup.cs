using System.Collections.Immutable;
using System.Text.Json;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Evidence;
using Qyran.Line.Outputs;
using Qyran.Rules.Sections;

namespace Qyran.Line.Sections;

/// <summary>A section whose exit this line's camera watches, with what the entry's camera saw.</summary>
/// <param name="File">The section file, byte for byte.</param>
/// <param name="Entries">Who crossed the entry gate with an accepted plate.</param>
public sealed record SectionSetup(WatchedSection Watched, ReadOnlyMemory<byte> File, ImmutableArray<GatePassage> Entries)
{
    private const int LargestFile = 1 << 20;

    /// <summary>When a plate last left: entries before that are used up, for one drive through the section is judged once, however often it crosses the exit afterwards.</summary>
    private readonly Dictionary<string, long> left = new(StringComparer.Ordinal);

    /// <summary>Takes pictures out of the entry camera's video; null where that isn't given.</summary>
    public EntryPhotos? Photos { get; init; }

    /// <summary>Reads both; the failure says what to do.</summary>
    /// <param name="file">The section file.</param>
    /// <param name="results">The folder with what <c>qyran analyze</c> made of the entry camera's video.</param>
    /// <param name="exit">The exit camera's scene.</param>
    public static (SectionSetup? Setup, Failure? Failure) Open(string file, string results, Scene? exit)
    {
        if (exit is null) return (null, new(FailureKind.Invalid, "a section needs the exit camera's scene: give it with --scene"));
        byte[] bytes;
        string[] passages;
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > LargestFile }) return (null, new(FailureKind.Invalid, $"'{file}' is too large to be a section file"));
            bytes = System.IO.File.ReadAllBytes(file);
            passages = System.IO.File.ReadAllLines(Path.Combine(results, "passages.jsonl"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new(FailureKind.NotFound, e is FileNotFoundException { FileName: { } name } && name.EndsWith("passages.jsonl", StringComparison.Ordinal)
                || e is DirectoryNotFoundException && System.IO.File.Exists(file)
                ? $"'{results}' holds no passages.jsonl; analyse the entry camera's video first: qyran analyze ENTRY.mp4 --scene … --start … --out {results}"
                : $"no section file '{file}'"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new(FailureKind.Unreadable, $"can't read the section: {e.Message}"));
        }
        if (SectionFile.Read(bytes, out var errors, isNew: true) is not { } watched)
            return (null, new(FailureKind.Invalid, $"section file '{file}', {errors[0]}{(errors.Length > 1 ? $" ({errors.Length - 1} more)" : "")}"));
        if (watched.Section.ToCamera != exit.Camera.Id)
            return (null, new(FailureKind.Invalid, $"the section {watched.Section.Id} ends at the camera '{watched.Section.ToCamera}', this scene is of '{exit.Camera.Id}'"));
        if (!exit.Lines.Any(l => l.Id == watched.ToGate && l.Kind is LineKind.Count))
            return (null, new(FailureKind.Invalid, $"the scene '{exit.Name}' has no line '{watched.ToGate}' of the kind count, where the section {watched.Section.Id} ends"));
        try
        {
            var gates = passages.Where(p => p.Length > 0).SelectMany(GateJson.Read).ToList();
            var entries = gates.Where(g => g.Camera == watched.Section.FromCamera && g.Gate == watched.FromGate && g.Plate is not null).ToImmutableArray();
            return entries.IsEmpty && !gates.Any(g => g.Camera == watched.Section.FromCamera && g.Gate == watched.FromGate)
                ? (null, new(FailureKind.Invalid, $"nothing crossed the gate '{watched.FromGate}' of the camera '{watched.Section.FromCamera}' in '{results}'; was that video analysed with its scene and --start?"))
                : (new(watched, bytes, entries), null);
        }
        catch (JsonException e)
        {
            return (null, new(FailureKind.Unreadable, $"'{results}/passages.jsonl' is not what qyran analyze writes: {e.Message}"));
        }
    }

    /// <summary>The outcome with the section's finding, where the vehicle crossed the exit gate. From the line's thread.</summary>
    public TrackOutcome Judge(TrackOutcome outcome)
    {
        if (outcome.Passage is not { } passage) return outcome;
        if (Watched.Judge(outcome.Gates, Entries.Where(e => e.EarliestUtcUs >= left.GetValueOrDefault(e.Plate ?? "", long.MinValue))) is not { } finding) return outcome;
        foreach (var gate in outcome.Gates)
            if (gate.Gate == Watched.ToGate && gate.Plate is { } plate) left[plate] = Math.Max(gate.LatestUtcUs, left.GetValueOrDefault(plate, long.MinValue));
        return outcome with { Section = this, Findings = outcome.Findings.Add(finding with { Verdict = OnSource(finding.Verdict, passage.FirstSeen.UtcOffsetUs ?? 0, outcome.Time.ClockApartUs) }) };
    }

    /// <summary>A section is judged in UTC; a case's instant and photos lie on the exit camera's clock.</summary>
    /// <param name="apartUs">What the exit's latest instant allows for (<see cref="GatePassage.ClockApartUs"/>): the stamps know nothing of it.</param>
    internal static Verdict OnSource(Verdict verdict, long offsetUs, long apartUs)
    {
        if (verdict is not Verdict.Broken broken) return verdict;
        var atUs = broken.AtUs - offsetUs - Math.Max(0, apartUs);
        return broken with { AtUs = atUs, KeyTimesUs = [atUs] };
    }

    /// <summary>The entry a case of the passage rests on, as its pack keeps it.</summary>
    public string? EntryOf(Verdict.Broken verdict) => Entry(verdict) is { } entry ? GateJson.Whole(entry) : null;

    /// <summary>The vehicle at the entry, stamped on the exit's clock; none without the entry's video.</summary>
    /// <param name="offsetUs">From the exit's clock to UTC, µs.</param>
    public IReadOnlyList<PackPicture> PhotosOf(Verdict.Broken verdict, long offsetUs, CancellationToken stop) =>
        Photos is { } photos && Entry(verdict) is { } entry ? [.. photos.Of(entry, stop).Select(p => p with { MediaUs = p.MediaUs - offsetUs })] : [];

    private GatePassage? Entry(Verdict.Broken verdict) => Entries.FirstOrDefault(e => e.Passage == verdict.Facts.GetValueOrDefault("entry_passage"));
}
