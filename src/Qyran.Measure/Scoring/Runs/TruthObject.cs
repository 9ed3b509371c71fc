using Qyran.Domain.Geometry;
using Qyran.Domain.Units;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>A road user in one frame.</summary>
/// <param name="Box">Visible outline, raw pixels, cut at the picture's edge.</param>
/// <param name="Visible">Share of it that nothing hides, 0…1.</param>
/// <param name="Road">Middle of the contact patch, metres.</param>
/// <param name="Signs">Height of the large signs of its plate, px; null where the plate is not seen whole.</param>
/// <param name="Air">Share of its light that the air lets through, 0…1; 1 in clear weather.</param>
public readonly record struct TruthObject(int Id, PixelBox Box, double Visible, RoadPoint Road, Speed Speed, double? Signs = null, double Air = 1);
