using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>What a class of a labelled set means in our words.</summary>
/// <param name="Name">As the set calls it.</param>
/// <param name="Right">Any of these is a right answer. Empty: the class has no column of its own.</param>
/// <param name="Excused">These, on such a thing, are no false alarm in their own column, but the thing is not found by them.</param>
public sealed record LabelClass(string Name, ImmutableArray<RoadUser> Right, ImmutableArray<RoadUser> Excused, LabelRole Role);
