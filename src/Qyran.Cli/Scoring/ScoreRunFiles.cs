using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Cli.Scoring;

/// <summary>Reads what <c>score run</c> compares: a simulation's truth or a MOTChallenge truth, and an analysis' folder.</summary>
internal static class ScoreRunFiles
{
    /// <summary>A run that read less of its clip than this is broken, not inaccurate.</summary>
    public const double LeastRead = 0.99;

    public static RunTruth? Truth(string path, out Failure? failure)
    {
        failure = null;
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = e is FileNotFoundException or DirectoryNotFoundException
                ? new(FailureKind.NotFound, $"there is no truth '{path}'") : new(FailureKind.Unreadable, $"{path}: {e.Message}");
            return null;
        }
        if (RunTruthText.TryRead(bytes, out var truth, out var wrong)) return truth;
        failure = wrong! with { Text = $"'{path}' {wrong!.Text}" };
        return null;
    }

    /// <summary>The whole output of an analysis.</summary>
    public static RunResult? Result(string folder, out Failure? failure)
    {
        if (!Directory.Exists(folder))
        {
            failure = new(FailureKind.NotFound, $"there is no result folder '{folder}' (give what qyran analyze wrote with --out)");
            return null;
        }
        if (!ScoreMaterial.TryRead<List<MotLabel>>(Path.Combine(folder, "tracks.txt"), MotChallengeText.TryReadLabels, out var rows, out failure)
            || !ScoreMaterial.TryRead<List<RunPassage>>(Path.Combine(folder, "passages.jsonl"), RunResultText.TryPassages, out var passages, out failure)
            || !ScoreMaterial.TryRead<List<RunCase>>(Path.Combine(folder, "cases.jsonl"), RunResultText.TryCases, out var cases, out failure)) return null;
        // who made only tracks and passages has no summary: no signals, and nothing says how far it came
        RunResult? told = new([], [], []);
        var summary = Path.Combine(folder, "summary.json");
        if (File.Exists(summary) && !ScoreMaterial.TryRead<RunResult>(summary, RunResultText.TrySummary, out told, out failure)) return null;
        failure = passages.GroupBy(p => p.Id).Any(g => g.Count() > 1)
            ? new(FailureKind.Unreadable, $"'{folder}/passages.jsonl' names a passage twice") : null;
        // people are nobody's traffic: their tracks are neither asked for nor held against us
        return failure is not null ? null : told with { Rows = [.. rows.Where(r => r.Class != (int)RoadUser.Person).Select(r => r.Thing)], Passages = [.. passages], Cases = [.. cases] };
    }

    /// <summary>Why a result says nothing of how accurate the analysis of this clip is, or null: it did not come to the clip's end, or is of another one.</summary>
    public static Failure? NotOfWhole(RunTruth truth, RunResult result, string folder) => result.Frames switch
    {
        { } read when read > truth.Frames.Length => new(FailureKind.Invalid, $"'{folder}' is of another clip: it has {read} frames, the truth {truth.Frames.Length}"),
        { } read when result.Stopped => new(FailureKind.Unreadable, $"'{folder}' is of a run that was stopped after {read} of {truth.Frames.Length} frames"),
        { } read when read < LeastRead * truth.Frames.Length => new(FailureKind.Unreadable, $"'{folder}' is of a run that read only {read} of {truth.Frames.Length} frames"),
        null when result.Stopped => new(FailureKind.Unreadable, $"'{folder}' is of a run that was stopped"),
        _ => null,
    };

    /// <summary>Tracks alone, from a folder or a file, against a MOTChallenge truth (a file, or a sequence's folder).</summary>
    public static TrackScore? Mot(string truth, string result, out string name, out Failure? failure)
    {
        var folder = Directory.Exists(truth);
        name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(truth)));
        SequenceHeader? header = null;
        if (folder && File.Exists(Path.Combine(truth, "seqinfo.ini"))
            && !ScoreMaterial.TryRead<SequenceHeader>(Path.Combine(truth, "seqinfo.ini"), SequenceHeader.TryRead, out header, out failure)) return null;
        var tracks = Directory.Exists(result) ? Path.Combine(result, "tracks.txt") : result;
        if (!ScoreMaterial.TryRead<List<MotLabel>>(folder ? Path.Combine(truth, "gt/gt.txt") : truth, MotChallengeText.TryReadLabels, out var labels, out failure)
            || !ScoreMaterial.TryRead<List<MotLabel>>(tracks, MotChallengeText.TryReadLabels, out var rows, out failure)) return null;
        if (labels.Count == 0)
        {
            failure = new(FailureKind.Unreadable, $"'{truth}' is empty: there is nothing to compare with");
            return null;
        }
        // a truth with classes asks for people alone: what our rows call a vehicle is nobody's false alarm there
        var named = labels.Exists(l => l.Class is not null);
        var (asked, counted) = MotPedestrians.Counted(labels, [.. rows.Where(r => !named || r.Class is null or (int)RoadUser.Unknown or (int)RoadUser.Person).Select(r => r.Thing)]);
        var frames = header?.Frames ?? Math.Max(labels.Max(l => l.Thing.Frame), rows.Count == 0 ? 0 : rows.Max(r => r.Thing.Frame));
        return TrackScore.Of(asked, counted, frames);
    }
}
