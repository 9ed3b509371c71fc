using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring;

/// <summary>One line of a KITTI tracking label file.</summary>
/// <param name="Id">-1 for regions nobody labelled.</param>
/// <param name="Type">Car, Van, Pedestrian, DontCare …, as written.</param>
/// <param name="Truncated">0 inside the picture; above, cut by its edge.</param>
/// <param name="Occluded">0 visible, 1 partly, 2 largely hidden, 3 unknown.</param>
public readonly record struct KittiLabel(int Frame, int Id, string Type, int Truncated, int Occluded, PixelBox Box);
