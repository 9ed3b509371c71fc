namespace Qyran.Domain.Geometry;

/// <summary>A calibrated view of the road: image to metres. Made by the calibration in Qyran.Measure; detectors and rules only ask it.</summary>
public interface IRoadPlane
{
    /// <summary>The road point under a raw pixel; false above the horizon or outside the calibrated view.</summary>
    bool TryRoad(RawPixel pixel, out RoadPoint road);

    /// <summary>Where a road point is seen; false when it is behind the camera.</summary>
    bool TryPixel(RoadPoint road, out RawPixel pixel);

    /// <summary>Length in pixels of one metre across the view at this pixel; 0 when unknown there. For expected sizes, not for measuring.</summary>
    double PixelsPerMetre(RawPixel pixel);
}
