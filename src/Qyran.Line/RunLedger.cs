using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Domain.Tracks;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;
using Qyran.Rules;

namespace Qyran.Line;

/// <summary>
/// What a run has found so far, on disk as it comes and in memory for the report. The line's thread adds tracks,
/// the evidence task adds recorded cases; the two touch different members.
/// </summary>
public sealed class RunLedger(LineSetup setup, OutputFolder folder, bool keepAllPoints) : IDisposable
{
    /// <summary>For the report a track keeps this many points; the annotated video needs them all.</summary>
    private const int ReportPoints = 80, ReportTracks = 3000;
    private readonly JsonLines passageRows = new(folder.File("passages.jsonl"));
    private readonly JsonLines caseRows = new(folder.File("cases.jsonl"));
    private readonly Dictionary<(string Line, CountWay Way, RoadUser Class), int> crossed = [];

    public TracksFile Tracks { get; } = new(folder.File("tracks.txt"));
    public List<Passage> Passages { get; } = [];
    /// <summary>Tracks as the report and the annotated video need them.</summary>
    public List<Track> Shown { get; } = [];
    public List<(string Passage, string Rule, string Why)> Undecided { get; } = [];
    /// <summary>The rules of the findings that were no case by an exemption, one for each.</summary>
    public List<string> Exempt { get; } = [];
    /// <summary>What has crossed the scene's count lines so far.</summary>
    public ImmutableArray<LineCount> CountLines => LineCount.Of(setup.Scene, crossed);

    /// <summary>Passages in no lane and over no count line because the camera's view was not in its place; none without a scene.</summary>
    public int Uncounted { get; private set; }

    /// <summary>Cases raised by the line, recorded or still waiting.</summary>
    public int CaseCount { get; private set; }

    /// <summary>Cases whose row is written; the evidence task's.</summary>
    public List<Case> Cases { get; } = [];
    public Dictionary<string, ImmutableArray<CasePhoto>> Photos { get; } = [];
    public Failure? EvidenceFailure { get; private set; }

    /// <summary>Why the first of the packs without a time stamp bears none though one was asked for; null while all do or none was.</summary>
    public string? Unstamped { get; set; }

    /// <summary>Writes the track's rows and its passage; returns the cases to record.</summary>
    public IReadOnlyList<Case> Add(TrackOutcome outcome)
    {
        // neither looks like a road user nor drove like one: leaves, a reflection
        if (outcome.Passage is null && outcome.Track.Class == RoadUser.Unknown) return [];
        Tracks.Add(outcome.Track);
        if (outcome.Passage is not { } passage)
        {
            if (keepAllPoints) Shown.Add(outcome.Track);
            return [];
        }
        if (keepAllPoints || Shown.Count < ReportTracks) Shown.Add(keepAllPoints ? outcome.Track : Thin(outcome.Track));
        Passages.Add(passage);
        foreach (var over in outcome.Counted)
            crossed[(over.Line, over.Way, passage.Class)] = crossed.GetValueOrDefault((over.Line, over.Way, passage.Class)) + 1;
        if (setup.Scene is not null && outcome.View?.Refusal is not null) Uncounted++;
        passageRows.Add(json => PassageJson.Write(json, passage, outcome.Fit, outcome.Gates));
        List<Case> made = [];
        foreach (var finding in outcome.Findings)
        {
            if (finding.Verdict is Verdict.Undecided doubt) Undecided.Add((passage.Id, finding.Rule, doubt.Why));
            if (finding.Exempt is not null) Exempt.Add(finding.Rule);
            if (finding.Verdict is Verdict.Broken broken)
                made.Add(new Case($"{passage.Id}-{finding.Rule}", finding.Rule, finding.Offence, passage.Id, broken, null));
        }
        CaseCount += made.Count;
        return made;
    }

    /// <summary>The evidence task's: a case with its pack, or with the reason it has none.</summary>
    public void Recorded(Case made, ImmutableArray<CasePhoto> photos, Failure? failure)
    {
        EvidenceFailure ??= failure;
        Photos[made.Id] = photos;
        Cases.Add(made);
        caseRows.Add(json => CaseJson.Write(json, made, UtcOffset()));
    }

    public void Dispose()
    {
        passageRows.Dispose();
        caseRows.Dispose();
        Tracks.Dispose();
    }

    private long? UtcOffset() => setup.StartUtc is { } start ? (start - DateTimeOffset.UnixEpoch).Ticks / 10 : null;

    private static Track Thin(Track track)
    {
        var step = (track.Points.Length + ReportPoints - 1) / ReportPoints;
        return step <= 1 ? track : track with { Points = [.. track.Points.Where((_, i) => i % step == 0 || i == track.Points.Length - 1)] };
    }
}
