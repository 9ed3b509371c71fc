using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>What was found in one picture and what is in it, both of the one class that is scored.</summary>
/// <param name="HeightScale">A box's height, px, times this is the height that <see cref="HeightRange"/> speaks of.</param>
public sealed record BoxPicture(ImmutableArray<Detection> Found, ImmutableArray<TruthBox> Truth, double HeightScale)
{
    /// <summary>The wanted boxes nobody found and the detections that are wrong, at an overlap of one half.</summary>
    public (ImmutableArray<TruthBox> Missed, ImmutableArray<Detection> Wrong) Mistakes()
    {
        var matches = BoxMatch.Of(this, 0.5, HeightRange.All);
        var met = matches.Select(m => m.Truth).ToHashSet();
        return ([.. Truth.Where((t, i) => t.Kind == TruthKind.Wanted && !met.Contains(i))], [.. matches.Where(m => m.Counts && m.Truth < 0).Select(m => Found[m.Found])]);
    }
}
