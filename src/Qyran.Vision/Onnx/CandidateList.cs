using Qyran.Domain.Detections;

namespace Qyran.Vision.Onnx;

/// <summary>Boxes found in one frame, in one buffer made once. When it is full the weaker half goes.</summary>
internal sealed class CandidateList(int capacity)
{
    private readonly Candidate[] _all = new Candidate[capacity];

    public int Count { get; private set; }
    public Span<Candidate> Items => _all.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Takes a box by its corners; one that is empty or not finite is a model's nonsense and is not taken.</summary>
    public void Add(float left, float top, float right, float bottom, float score, RoadUser user)
    {
        // comparisons with NaN are false, so NaN corners fall out here too
        if (!(right > left && bottom > top && float.IsFinite(left + top + right + bottom))) return;
        if (!(score is > 0 and <= 1.0001f)) return;
        if (Count == _all.Length)
        {
            Sort();
            Count /= 2;
        }
        _all[Count++] = new Candidate(left, top, right, bottom, Math.Min(score, 1), user);
    }

    /// <summary>Takes a box by its centre and size.</summary>
    public void AddCentred(float x, float y, float width, float height, float score, RoadUser user) =>
        Add(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2), score, user);

    /// <summary>Best first.</summary>
    public void Sort() => Items.Sort(static (a, b) => b.Score.CompareTo(a.Score));
}
