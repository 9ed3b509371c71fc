using System.Runtime.CompilerServices;

namespace Qyran.Vision.Motion;

/// <summary>Follows a sudden change of light or exposure: one factor that brings the whole background back to what is seen.</summary>
internal static class LightStep
{
    /// <summary>
    /// Looks at every <paramref name="every"/>-th pixel. When one factor explains clearly more of them than no change does, multiplies
    /// the background by it and returns true. A large vehicle cannot do that: its pixels do not share a factor with the road's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFollow(ReadOnlySpan<byte> now, Span<byte> background, ReadOnlySpan<byte> tolerance, int every)
    {
        Span<int> bins = stackalloc int[257];
        bins.Clear();
        var samples = 0;
        for (var i = 0; i < now.Length; i += every)
        {
            if (background[i] < 12 || now[i] > 245) continue; // black and white say nothing about a factor
            bins[Math.Min((now[i] << 6) / background[i], 256)]++;
            samples++;
        }
        if (samples < 64) return false;
        var (below, factor) = (0, 0);
        while (factor < 256 && (below += bins[factor]) * 2 < samples) factor++;
        if (factor is >= 63 and <= 65) return false;
        var (asIs, scaled) = (0, 0);
        for (var i = 0; i < now.Length; i += every)
        {
            if (background[i] < 12 || now[i] > 245) continue;
            if (Math.Abs(now[i] - background[i]) <= tolerance[i]) asIs++;
            if (Math.Abs(now[i] - ((background[i] * factor) >> 6)) <= tolerance[i]) scaled++;
        }
        if (scaled * 2 < samples || (scaled - asIs) * 8 < samples) return false;
        for (var i = 0; i < background.Length; i++)
            background[i] = (byte)Math.Min(255, (background[i] * factor) >> 6);
        return true;
    }
}
