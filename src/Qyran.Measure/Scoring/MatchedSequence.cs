namespace Qyran.Measure.Scoring;

/// <summary>Truth and result of one sequence frame by frame, with ids counted from 0 and overlaps worked out once for all measures.</summary>
public sealed class MatchedSequence
{
    private MatchedSequence(FramePair[] frames, int truthIds, int resultIds) => (Frames, TruthIds, ResultIds) = (frames, truthIds, resultIds);

    public IReadOnlyList<FramePair> Frames { get; }
    public int TruthIds { get; }
    public int ResultIds { get; }
    public int TruthBoxes => Frames.Sum(f => f.Truth.Length);
    public int ResultBoxes => Frames.Sum(f => f.Result.Length);

    /// <summary>Brings both sides together; frames that neither side mentions do not count.</summary>
    public static MatchedSequence Of(IEnumerable<ScoredBox> truth, IEnumerable<ScoredBox> result)
    {
        var truthFrames = truth.ToLookup(b => b.Frame);
        var resultFrames = result.ToLookup(b => b.Frame);
        Dictionary<int, int> truthIds = [], resultIds = [];
        var frames = truthFrames.Select(f => f.Key).Union(resultFrames.Select(f => f.Key)).Order()
            .Select(f => Pair(f, [.. truthFrames[f]], [.. resultFrames[f]], truthIds, resultIds)).ToArray();
        return new(frames, truthIds.Count, resultIds.Count);
    }

    private static FramePair Pair(int frame, ScoredBox[] truth, ScoredBox[] result, Dictionary<int, int> truthIds, Dictionary<int, int> resultIds)
    {
        var overlaps = new double[truth.Length * result.Length];
        for (var t = 0; t < truth.Length; t++)
            for (var r = 0; r < result.Length; r++)
                overlaps[(t * result.Length) + r] = truth[t].Box.Iou(result[r].Box);
        return new(frame, Count(truth, truthIds), Count(result, resultIds), overlaps);
    }

    private static int[] Count(ScoredBox[] boxes, Dictionary<int, int> ids) => Array.ConvertAll(boxes, b =>
    {
        if (!ids.TryGetValue(b.Id, out var n)) ids.Add(b.Id, n = ids.Count);
        return n;
    });
}
