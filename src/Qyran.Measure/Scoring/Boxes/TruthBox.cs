using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>A labelled box of one picture, px.</summary>
/// <param name="Excuses">Of what is not wanted: detections of these classes alone may lie on it unpunished; default for any class.</param>
public readonly record struct TruthBox(PixelBox Box, TruthKind Kind, ImmutableArray<RoadUser> Excuses = default)
{
    internal bool Takes(RoadUser user) => Kind == TruthKind.Wanted || Excuses.IsDefault || Excuses.Contains(user);
}
