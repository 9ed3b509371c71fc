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
                var limit = better.Class == candidate.Class ? sameClass
                    : FourWheels(better.Class) && FourWheels(candidate.Class) ? acrossClass : 2f;
                doubled = better.Iou(candidate) > limit;
            }
            if (!doubled) all[kept++] = candidate;
        }
        return kept;
    }

    private static bool FourWheels(RoadUser user) => user is RoadUser.Car or RoadUser.Van or RoadUser.Bus or RoadUser.Truck;
}
