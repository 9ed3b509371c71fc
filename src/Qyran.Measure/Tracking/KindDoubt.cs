using Qyran.Domain.Detections;

namespace Qyran.Measure.Tracking;

/// <summary>
/// One thing whose kind is in doubt. A detector says car 0.3, van 0.25, bus 0.2 of one box, each too little to believe; but the thing is one of
/// them, and kinds exclude each other, so it is a vehicle with their sum. The same for motorcycle and bicycle.
/// </summary>
internal static class KindDoubt
{
    private const float Most = 0.99f; // no detector is surer than that

    /// <summary>Are they two kinds of one family, of which a thing can only be one: motor vehicles, or two-wheelers?</summary>
    public static bool Exclude(RoadUser a, RoadUser b) => a != b && a.IsOfFamily(b);

    /// <summary>The detections with such sums for scores, in the same order, in a buffer that is used again. A weaker kind's own score stays.</summary>
    public static ReadOnlySpan<Detection> Weigh(ReadOnlySpan<Detection> found, ref Detection[] buffer, TrackerSettings settings)
    {
        if (buffer.Length < found.Length) buffer = new Detection[found.Length * 2];
        Span<float> kinds = stackalloc float[(int)RoadUser.Truck + 1];
        for (var i = 0; i < found.Length; i++)
        {
            ref readonly var f = ref found[i];
            buffer[i] = f;
            if (!(f.Class.HasFourWheels() || f.Class.IsTwoWheeler()) || !(f.Score > 0)) continue;
            kinds.Clear();
            var strongest = true;
            for (var j = 0; j < found.Length && strongest; j++)
            {
                ref readonly var other = ref found[j];
                if (!Exclude(f.Class, other.Class) || !(other.Score > 0) || other.Box.Iou(f.Box) <= settings.TwoKindsIou) continue;
                strongest = other.Score < f.Score || (other.Score == f.Score && i < j);
                kinds[(int)other.Class] = Math.Max(kinds[(int)other.Class], other.Score);
            }
            if (!strongest) continue;
            var sum = f.Score;
            foreach (var other in kinds) sum += other;
            if (sum > f.Score) buffer[i] = f with { Score = Math.Max(f.Score, Math.Min(Most, sum)) };
        }
        return buffer.AsSpan(0, found.Length);
    }
}
