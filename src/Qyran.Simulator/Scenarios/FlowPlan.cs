using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Simulator;

/// <summary>Traffic that enters at the beginning of a lane.</summary>
/// <param name="FromS">When it begins</param><param name="UntilS">and ends, s from the first frame; the warm-up lies below 0.</param>
/// <param name="Mix">Share of every class.</param>
public sealed record FlowPlan(string Lane, double PerHour, double FromS, double UntilS, ImmutableArray<(RoadUser Class, double Share)> Mix);
