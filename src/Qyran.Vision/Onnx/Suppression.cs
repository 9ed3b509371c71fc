using Qyran.Domain.Detections;

namespace Qyran.Vision.Onnx;

/// <summary>Keeps the best of boxes that show the same thing.</summary>
internal static class Suppression
{
    /// <summary>
    /// Moves the kept boxes to the front, best first, and returns how many there are. Within a class the limit is
    /// <paramref name="sameClass"/>; between different motor vehicles with four or more wheels it is <paramref name="acrossClass"/>.
    /// A rider and the machine are two road users and never suppress one another.
    /// </summary>
    public static int Keep(CandidateList list, float sameClass, float acrossClass)
    {
        list.Sort();
        var all = list.Items;
        var kept = 0;
        for (var i = 0; i < all.Length; i++)
        {
            var candidate = all[i];
            var doubled = false;
            for (var k = 0; k < kept && !doubled; k++)
            {
                ref readonly var better = ref all[k];
                doubled = better.Iou(candidate) > Limit(better.Class, candidate.Class, sameClass, acrossClass);
            }
            if (!doubled) all[kept++] = candidate;
        }
        return kept;
    }

    /// <summary>The same for detections.</summary>
    public static int Keep(Span<Detection> found, float sameClass, float acrossClass)
    {
        found.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var kept = 0;
        foreach (var candidate in found)
        {
            var doubled = false;
            for (var k = 0; k < kept && !doubled; k++)
                doubled = found[k].Box.Iou(candidate.Box) > Limit(found[k].Class, candidate.Class, sameClass, acrossClass);
            if (!doubled) found[kept++] = candidate;
        }
        return kept;
    }

    private static float Limit(RoadUser a, RoadUser b, float sameClass, float acrossClass) => a == b ? sameClass : a.HasFourWheels() && b.HasFourWheels() ? acrossClass : 2;
}
