using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring.Boxes;

/// <summary>One labelled thing of a picture.</summary>
/// <param name="Class">Number of the class in its set.</param>
/// <param name="Box">In shares of the picture, 0…1, cut at its edges.</param>
/// <param name="Hidden">Too little of it is seen to ask for it: what lies on it is neither right nor wrong.</param>
public readonly record struct Label(int Class, PixelBox Box, bool Hidden = false)
{
    /// <summary>The box in a picture of this size, px.</summary>
    public PixelBox In(int width, int height) => new(Box.X * width, Box.Y * height, Box.Width * width, Box.Height * height);
}
