namespace Qyran.Vision.Signals;

/// <summary>What one lamp's region showed in one frame.</summary>
/// <param name="Level">Brightness of the region's brighter half, 0…255: the mean of luma and of the strongest of red, green and blue,
/// because luma alone undervalues a red lamp and the strongest channel alone cannot part a lamp from its glow.</param>
/// <param name="Cb">Blue difference of the more colourful half of the region and its rim, −128…127: a dazzling lamp is white inside and coloured at its rim only.</param>
/// <param name="Cr">Red difference of the same.</param>
internal readonly record struct LampLight(double Level, double Cb, double Cr)
{
    /// <summary>How colourful it is, 0…180.</summary>
    public double Chroma => double.Hypot(Cb, Cr);
}
