namespace Qyran.Measure.Scoring.Boxes;

/// <summary>Boxes by height, px of the scaled picture: from <paramref name="Least"/> on, below <paramref name="Most"/>.</summary>
public readonly record struct HeightRange(double Least, double Most)
{
    /// <summary>The picture that heights are stated for: scaled evenly until it fits into this, px. About what a small detector looks at.</summary>
    public const int Width = 416, Height = 256;

    public static HeightRange All { get; } = new(0, double.PositiveInfinity);
    public static HeightRange Small { get; } = new(0, 12);
    public static HeightRange Medium { get; } = new(12, 40);
    public static HeightRange Large { get; } = new(40, double.PositiveInfinity);

    public bool Holds(double height) => height >= Least && height < Most;

    /// <summary>How much a picture of this size, px, is scaled.</summary>
    public static double ScaleOf(int width, int height) => Math.Min((double)Width / width, (double)Height / height);
}
