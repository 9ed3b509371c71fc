using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>A labelled picture and all that a model found in it, px.</summary>
public sealed record ScoredPicture(int Width, int Height, ImmutableArray<Label> Labels, ImmutableArray<Detection> Found);
