namespace Qyran.Simulator;

/// <summary>
/// The Intelligent Driver Model (M. Treiber, A. Hennecke, D. Helbing, "Congested traffic states in empirical observations and
/// microscopic simulations", Phys. Rev. E 62, 2000).
/// </summary>
internal static class CarFollowing
{
    /// <summary>What tyres give, m/s².</summary>
    public const double HardestBraking = 8;

    /// <summary>Acceleration on a free road.</summary>
    public static double Free(Driver d, double v, double wanted)
    {
        var r = v / Math.Max(0.1, wanted);
        return Math.Max(-d.Braking, d.Acceleration * (1 - (r * r * r * r)));
    }

    /// <summary>What the vehicle ahead takes from it.</summary>
    /// <param name="gap">Bumper to bumper, m.</param>
    /// <param name="ahead">Speed of the vehicle ahead, m/s.</param>
    public static double Behind(Driver d, double v, double wanted, double gap, double ahead, double stand)
    {
        var desired = stand + Math.Max(0, (v * d.HeadwayS) + (v * (v - ahead) / (2 * Math.Sqrt(d.Acceleration * d.Braking))));
        var x = desired / Math.Max(0.1, gap);
        return Math.Clamp(Free(d, v, wanted) - (d.Acceleration * x * x), -HardestBraking, d.Acceleration);
    }
}
