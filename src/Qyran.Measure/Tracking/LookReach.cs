using Qyran.Domain.Geometry;

namespace Qyran.Measure.Tracking;

/// <summary>
/// What a look could have seen. A detector that sees the whole picture made small overlooks far vehicles, so that not finding one says
/// nothing, unless it looked at their part of the picture more closely too. The default reaches everything.
/// </summary>
/// <param name="SmallHeight">What is lower than this, raw pixels, may be overlooked.</param>
/// <param name="Closer">The part looked at more closely, raw pixels; null for none. May reach beyond the picture.</param>
public readonly record struct LookReach(double SmallHeight, PixelBox? Closer)
{
    /// <summary>Would something here have been found?</summary>
    public bool Covers(in PixelBox box) => box.Height >= SmallHeight
        || (Closer is { } part && box.X >= part.X && box.Y >= part.Y && box.Right <= part.Right && box.Bottom <= part.Bottom);
}
