using System.Numerics;

namespace Qyran.Domain.Geometry;

/// <summary>Exact answers about which side of a line a point lies on and whether segments meet, for any finite coordinates.</summary>
public static class Orientation
{
    // Shewchuk, "Adaptive precision floating-point arithmetic", 1997: beyond (3 + 16ε)ε times the sum of the products the sign is certain
    private const double Certain = (3.0 + (16.0 * Epsilon)) * Epsilon;
    private const double Epsilon = 1.1102230246251565e-16;

    /// <summary>
    /// Sign of the turn a → b → c: +1 when c lies to the right of a → b as seen in the picture (y down), −1 to the left, 0 exactly on it.
    /// </summary>
    public static int Sign(RawPixel a, RawPixel b, RawPixel c)
    {
        var left = (b.X - a.X) * (c.Y - a.Y);
        var right = (b.Y - a.Y) * (c.X - a.X);
        var turn = left - right;
        // a lower bound keeps products that underflow out of the fast way
        if (Math.Abs(turn) > Math.Max(Certain * (Math.Abs(left) + Math.Abs(right)), 1e-290)) return Math.Sign(turn);
        return Exact(a, b, c);
    }

    /// <summary>True when the closed segments a–b and c–d share at least one point, touching included.</summary>
    public static bool Meet(RawPixel a, RawPixel b, RawPixel c, RawPixel d)
    {
        var (s1, s2, s3, s4) = (Sign(a, b, c), Sign(a, b, d), Sign(c, d, a), Sign(c, d, b));
        if (s1 * s2 < 0 && s3 * s4 < 0) return true;
        return (s1 == 0 && Within(a, b, c)) || (s2 == 0 && Within(a, b, d)) || (s3 == 0 && Within(c, d, a)) || (s4 == 0 && Within(c, d, b));
    }

    /// <summary>
    /// True when the way from → to passes from one side of a–b to the other between its ends. A point exactly on the line counts to
    /// its right, so a path that stops on the line and goes on crosses it once, not twice or never.
    /// </summary>
    public static bool Crosses(RawPixel from, RawPixel to, RawPixel a, RawPixel b) =>
        Sign(a, b, from) >= 0 != Sign(a, b, to) >= 0 && Sign(from, to, a) * Sign(from, to, b) <= 0;

    private static bool Within(RawPixel a, RawPixel b, RawPixel p) =>
        p.X >= Math.Min(a.X, b.X) && p.X <= Math.Max(a.X, b.X) && p.Y >= Math.Min(a.Y, b.Y) && p.Y <= Math.Max(a.Y, b.Y);

    private static int Exact(RawPixel a, RawPixel b, RawPixel c)
    {
        // every finite double is an integer times 2^-1074
        static BigInteger Whole(double v)
        {
            var bits = BitConverter.DoubleToInt64Bits(v);
            var exponent = (int)((bits >> 52) & 0x7FF);
            var mantissa = bits & 0xFFFFFFFFFFFFFL;
            var whole = exponent == 0 ? new BigInteger(mantissa) : new BigInteger(mantissa | (1L << 52)) << (exponent - 1);
            return bits < 0 ? -whole : whole;
        }

        var (ax, ay) = (Whole(a.X), Whole(a.Y));
        return (((Whole(b.X) - ax) * (Whole(c.Y) - ay)) - ((Whole(b.Y) - ay) * (Whole(c.X) - ax))).Sign;
    }
}
