using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring;
using Qyran.Measure.Scoring.Baseline;
using Qyran.Measure.Tracking;

namespace Qyran.Cli.Scoring;

/// <summary>
/// Runs our tracker, as a camera line would but with its settings for two-stage detectors, over exactly the detections that come with public ground
/// truth. Time stamps are made from each sequence's frame rate.
/// </summary>
internal static class ScoreBenchmarks
{
    private const double KittiFps = 10;

    /// <summary>MOT17 shows the same films as these sequences of 2015, annotated anew.</summary>
    private static readonly (string Of2017, string Of2015)[] SameFilm =
        [("MOT17-05-FRCNN", "ETH-Pedcross2"), ("MOT17-09-FRCNN", "ADL-Rundle-6"), ("MOT17-10-FRCNN", "ADL-Rundle-8")];

    /// <summary>Keys of all sets.</summary>
    public static readonly ImmutableArray<string> Sets = ["mot15-sort", "mot15-rest", "mot17-sort", "kitti-cars"];

    /// <summary>Every set the folder has inputs for; empty without a failure when it has none.</summary>
    /// <param name="only">Names of sequences to run; empty means all.</param>
    public static List<ScoreSet> Run(string data, IReadOnlyCollection<string> only, out Failure? failure)
    {
        List<ScoreSet> sets = [];
        failure = null;
        if (Mot15(data, only, published: true, out failure) is { } compared) sets.Add(compared);
        if (failure is null && Mot15(data, only, published: false, out failure) is { } rest) sets.Add(rest);
        if (failure is null && Mot17(data, only, out failure) is { } anew) sets.Add(anew);
        if (failure is null && Kitti(data, only, out failure) is { } cars) sets.Add(cars);
        return failure is null ? sets : [];
    }

    private static ScoreSet? Mot15(string data, IReadOnlyCollection<string> only, bool published, out Failure? failure)
    {
        failure = null;
        var readme = Path.Combine(data, "mot/sort/README.md");
        List<PublishedRow> table = [];
        if (File.Exists(readme))
        {
            using var text = File.OpenText(readme);
            table = PublishedTable.Read(text);
        }
        List<ScoreSequence> done = [];
        // what SORT published and has no truth here
        List<string> left = published ? [.. table.Select(r => r.Sequence).Where(n => n != "Overall" && Asked(n, only) && !Directory.Exists(Path.Combine(data, "mot/mot15", n)))] : [];
        foreach (var name in Names(Path.Combine(data, "mot/mot15"), only))
        {
            var row = table.Find(r => r.Sequence == name);
            var detections = Detections(data, name);
            if (row is not null != published) continue;
            if (!File.Exists(detections))
            {
                left.Add(name);
                continue;
            }
            if (Pedestrians(Path.Combine(data, "mot/mot15", name), detections, out failure) is not { } made) return null;
            done.Add(made with { Sort = row });
        }
        if (done.Count == 0) return null;
        // SORT's own order, and its totals only when nothing is missing
        var order = table.ConvertAll(r => r.Sequence);
        ImmutableArray<ScoreSequence> sequences = [.. done.OrderBy(s => order.IndexOf(s.Name)).ThenBy(s => s.Name, StringComparer.Ordinal)];
        var all = published && sequences.Length == table.Count(r => r.Sequence != "Overall");
        return published
            ? new("mot15-sort", "Pedestrians, MOT 2015, beside SORT", "MOT15 truth (train), Faster-RCNN detections as published with SORT; SORT's figures are its README's",
                sequences, all ? table.Find(r => r.Sequence == "Overall") : null, Without(left)) { Missing = [.. left] }
            : new("mot15-rest", "Pedestrians, MOT 2015, the rest", "MOT15 truth (train), Faster-RCNN detections as published with SORT; SORT prints no figures for these, so it was remade and run",
                sequences, null, Without(left)) { Missing = [.. left] };
    }

    private static ScoreSet? Mot17(string data, IReadOnlyCollection<string> only, out Failure? failure)
    {
        failure = null;
        List<ScoreSequence> done = [];
        List<string> left = [];
        foreach (var (name, film) in SameFilm.Where(f => Asked(f.Of2017, only)))
        {
            var folder = Path.Combine(data, "mot/mot17", name);
            if (!Directory.Exists(folder) || !File.Exists(Detections(data, film)))
            {
                left.Add(name);
                continue;
            }
            if (Pedestrians(folder, Detections(data, film), out failure) is not { } made) return null;
            done.Add(made);
        }
        return done.Count == 0 ? null : new("mot17-sort", "Pedestrians, MOT 2017 truth",
            "MOT17 truth with its ignored classes; no detections come with it, so SORT's Faster-RCNN detections of the same films (ETH-Pedcross2, ADL-Rundle-6, ADL-Rundle-8); SORT remade and run",
            [.. done], null, "MOT17-02, -11 and -13 have no detections here" + (left.Count == 0 ? "" : $"; {Without(left)}")) { Missing = [.. left] };
    }

    private static ScoreSet? Kitti(string data, IReadOnlyCollection<string> only, out Failure? failure)
    {
        failure = null;
        var folder = Path.Combine(data, "mot/kitti");
        List<ScoreSequence> done = [];
        List<string> left = [];
        string[] labelFiles = Directory.Exists(Path.Combine(folder, "label_02")) ? Directory.GetFiles(Path.Combine(folder, "label_02"), "*.txt") : [];
        foreach (var path in labelFiles.Order(StringComparer.Ordinal))
        {
            var number = Path.GetFileNameWithoutExtension(path);
            var name = "KITTI-" + number;
            if (!Asked(name, only)) continue;
            var found = Path.Combine(folder, "pointrcnn_Car_val", number + ".txt");
            if (!File.Exists(found))
            {
                left.Add(number);
                continue;
            }
            if (!ScoreMaterial.TryRead<List<KittiLabel>>(path, KittiText.TryRead, out var labels, out failure)
                || !ScoreMaterial.TryRead<List<ScoredBox>>(found, KittiDetections.TryRead, out var detections, out failure)) return null;
            // neither file gives the length; labels name every frame with anything in it
            var frames = 1 + Math.Max(labels.Max(l => (int?)l.Frame) ?? 0, detections.Max(d => (int?)d.Frame) ?? 0);
            var tracks = DetectionReplay.Tracks(detections, 0, frames, KittiFps, TrackerSettings.ForTwoStageDetectors, RoadUser.Car);
            var (truth, result) = KittiCars.Counted(labels, [.. DetectionReplay.Rows(tracks)]);
            var (_, baseline) = KittiCars.Counted(labels, Sort(detections, 0, frames));
            done.Add(new(name, KittiFps, frames, TrackScore.Of(truth, result, frames), TrackScore.Of(truth, baseline, frames), null));
        }
        return done.Count == 0 ? null : new("kitti-cars", "Cars, KITTI",
            "KITTI tracking labels, PointRCNN car detections as published with AB3DMOT (logits brought to 0…1); vans, DontCare regions, cut and hidden cars left out by KITTI's rules. AB3DMOT's published totals are over eleven other sequences and can't be set beside these; SORT remade and run on the cars scored 0.5 and more",
            [.. done], null, left.Count == 0 ? null : $"no detections for {string.Join(", ", left)}") { Missing = [.. left.Select(n => "KITTI-" + n)] };
    }

    private static ScoreSequence? Pedestrians(string folder, string detections, out Failure? failure)
    {
        if (!ScoreMaterial.TryRead<SequenceHeader>(Path.Combine(folder, "seqinfo.ini"), SequenceHeader.TryRead, out var header, out failure)
            || !ScoreMaterial.TryRead<List<MotLabel>>(Path.Combine(folder, "gt/gt.txt"), MotChallengeText.TryReadLabels, out var labels, out failure)
            || !ScoreMaterial.TryRead<List<ScoredBox>>(detections, MotChallengeText.TryRead, out var found, out failure)) return null;
        var tracks = DetectionReplay.Tracks(found, 1, header.Frames, header.Fps, TrackerSettings.ForTwoStageDetectors, RoadUser.Person);
        var (truth, result) = MotPedestrians.Counted(labels, [.. DetectionReplay.Rows(tracks)]);
        var (_, baseline) = MotPedestrians.Counted(labels, Sort(found, 1, header.Frames));
        return new(header.Name, header.Fps, header.Frames, TrackScore.Of(truth, result, header.Frames), TrackScore.Of(truth, baseline, header.Frames), null);
    }

    /// <summary>SORT on the same detections. It does not look at scores and was published on those of 0.5 and more.</summary>
    private static List<ScoredBox> Sort(List<ScoredBox> detections, int first, int frames) =>
        SortBaseline.Rows(detections.Where(d => d.Confidence is not < 0.5), first, frames);

    private static string Detections(string data, string name) => Path.Combine(data, "mot/sort/data/train", name, "det/det.txt");

    private static bool Asked(string name, IReadOnlyCollection<string> only) => only.Count == 0 || only.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? Without(List<string> left) => left.Count == 0 ? null : $"no truth or no detections for {string.Join(", ", left)}";

    private static IEnumerable<string> Names(string folder, IReadOnlyCollection<string> only) =>
        Directory.Exists(folder)
            ? Directory.GetDirectories(folder).Select(d => Path.GetFileName(d)!).Where(n => Asked(n, only)).Order(StringComparer.Ordinal)
            : [];
}
