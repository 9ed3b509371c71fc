using Qyran.Domain.Detections;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>
/// Which detections of one picture are right, as COCO's evaluation decides it (Lin et al. 2014, and its evaluation code): best score first, each
/// takes the free wanted box it overlaps most, if enough; where there is none, one that is not wanted. The hundred best alone are asked.
/// </summary>
internal static class BoxMatch
{
    private const int MostDetections = 100;

    /// <summary>
    /// One entry per asked detection, best first: its index in the picture and the index of its truth, -1 for none. A detection that is neither
    /// right nor wrong has <c>Counts</c> false. Wanted boxes out of the range are not wanted here.
    /// </summary>
    public static List<(int Found, int Truth, bool Counts)> Of(BoxPicture picture, double overlap, HeightRange range)
    {
        var truth = picture.Truth;
        bool Wanted(int t) => truth[t].Kind == TruthKind.Wanted && range.Holds(truth[t].Box.Height * picture.HeightScale);
        // wanted ones first, each group in its own order
        var order = Enumerable.Range(0, truth.Length).OrderBy(t => Wanted(t) ? 0 : 1).ToArray();
        var wanted = order.Count(Wanted);
        var taken = new bool[truth.Length];
        var all = new List<(int, int, bool)>();
        foreach (var d in Enumerable.Range(0, picture.Found.Length).OrderByDescending(i => picture.Found[i].Score).Take(MostDetections))
        {
            var found = picture.Found[d];
            var (best, most) = (-1, Math.Min(overlap, 1 - 1e-10));
            for (var i = 0; i < order.Length; i++)
            {
                if (i == wanted && best >= 0) break; // what is wanted goes before what is not, however well that fits
                var t = order[i];
                if ((taken[t] && truth[t].Kind != TruthKind.Region) || !truth[t].Takes(found.Class)) continue;
                var shared = Overlap(found, truth[t]);
                if (shared < most) continue;
                (best, most) = (t, shared);
            }
            if (best >= 0) taken[best] = true;
            all.Add((d, best, best >= 0 ? Wanted(best) : range.Holds(found.Box.Height * picture.HeightScale)));
        }
        return all;
    }

    /// <summary>How many boxes are to be found.</summary>
    public static int Wanted(BoxPicture picture, HeightRange range) =>
        picture.Truth.Count(t => t.Kind == TruthKind.Wanted && range.Holds(t.Box.Height * picture.HeightScale));

    private static double Overlap(in Detection found, in TruthBox truth) => truth.Kind == TruthKind.Region
        ? found.Box.Area > 0 ? found.Box.Overlap(truth.Box) / found.Box.Area : 0
        : found.Box.Iou(truth.Box);
}
