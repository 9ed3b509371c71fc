namespace Qyran.Measure.Scoring;

/// <summary>A straight line in the picture: a·x + b·y + c = 0, px.</summary>
public readonly record struct ImageLine(double A, double B, double C)
{
    /// <summary>Positive on one side, negative on the other; a distance in px times the length of (a, b).</summary>
    public double Side(double x, double y) => (A * x) + (B * y) + C;

    /// <summary>Distance of a point, px.</summary>
    public double Distance(double x, double y) => Math.Abs(Side(x, y)) / double.Hypot(A, B);

    /// <summary>Whether a point lies in the strip between two lines that don't cross near it.</summary>
    public static bool Between(double x, double y, ImageLine one, ImageLine other) =>
        one.Side(x, y) * other.Side(x, y) * ((one.A * other.A) + (one.B * other.B)) <= 0;
}
