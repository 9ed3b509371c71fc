namespace Qyran.Measure.Calibration;

/// <summary>A projective map of the plane, row by row. Which plane it leads from and to is said where it is kept.</summary>
public readonly record struct Homography(
    double M11, double M12, double M13, double M21, double M22, double M23, double M31, double M32, double M33)
{
    /// <summary>Maps a point; <paramref name="w"/> is the third coordinate before division, whose sign tells the sides of the horizon.</summary>
    public (double X, double Y) Map(double x, double y, out double w)
    {
        w = (M31 * x) + (M32 * y) + M33;
        return (((M11 * x) + (M12 * y) + M13) / w, ((M21 * x) + (M22 * y) + M23) / w);
    }

    public double Determinant =>
        (M11 * ((M22 * M33) - (M23 * M32))) - (M12 * ((M21 * M33) - (M23 * M31))) + (M13 * ((M21 * M32) - (M22 * M31)));

    /// <summary>The map back, exact in scale and sign: H⁻¹·H = 1. Meaningless when <see cref="Determinant"/> is 0.</summary>
    public Homography Inverse()
    {
        var d = 1 / Determinant;
        return new(
            d * ((M22 * M33) - (M23 * M32)), d * ((M13 * M32) - (M12 * M33)), d * ((M12 * M23) - (M13 * M22)),
            d * ((M23 * M31) - (M21 * M33)), d * ((M11 * M33) - (M13 * M31)), d * ((M13 * M21) - (M11 * M23)),
            d * ((M21 * M32) - (M22 * M31)), d * ((M12 * M31) - (M11 * M32)), d * ((M11 * M22) - (M12 * M21)));
    }

    /// <summary>First <paramref name="b"/>, then <paramref name="a"/>.</summary>
    public static Homography operator *(in Homography a, in Homography b) => new(
        (a.M11 * b.M11) + (a.M12 * b.M21) + (a.M13 * b.M31), (a.M11 * b.M12) + (a.M12 * b.M22) + (a.M13 * b.M32), (a.M11 * b.M13) + (a.M12 * b.M23) + (a.M13 * b.M33),
        (a.M21 * b.M11) + (a.M22 * b.M21) + (a.M23 * b.M31), (a.M21 * b.M12) + (a.M22 * b.M22) + (a.M23 * b.M32), (a.M21 * b.M13) + (a.M22 * b.M23) + (a.M23 * b.M33),
        (a.M31 * b.M11) + (a.M32 * b.M21) + (a.M33 * b.M31), (a.M31 * b.M12) + (a.M32 * b.M22) + (a.M33 * b.M32), (a.M31 * b.M13) + (a.M32 * b.M23) + (a.M33 * b.M33));

    /// <summary>The nine entries, row by row.</summary>
    public double[] Rows() => [M11, M12, M13, M21, M22, M23, M31, M32, M33];

    /// <summary>All nine entries times a factor; the map is the same, the sign of w may turn.</summary>
    public Homography Scaled(double k) => new(k * M11, k * M12, k * M13, k * M21, k * M22, k * M23, k * M31, k * M32, k * M33);
}
