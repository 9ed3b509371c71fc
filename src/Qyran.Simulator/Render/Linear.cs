namespace Qyran.Simulator;

/// <summary>Between display values (0…255, sRGB) and linear light.</summary>
internal static class Linear
{
    private static readonly float[] FromDisplay = Make();
    private static readonly byte[] Shown = MakeShown();

    // light beyond this is white
    private const float Most = 4;

    public static float Of(int display) => FromDisplay[display];

    /// <summary>Entries of <see cref="Table"/>,</summary>
    public const int Steps = 65536;

    /// <summary>and how many make one unit of light.</summary>
    public const float PerLight = Steps / Most;

    /// <summary>Display value of light: film-like, with a soft shoulder and a little toe, then sRGB (after K. Narkowicz' fit of the ACES tone map).</summary>
    public static ReadOnlySpan<byte> Table => Shown;

    private static float[] Make()
    {
        var table = new float[256];
        for (var i = 0; i < 256; i++)
        {
            var v = i / 255f;
            table[i] = v <= 0.04045f ? v / 12.92f : MathF.Pow((v + 0.055f) / 1.055f, 2.4f);
        }
        return table;
    }

    private static byte[] MakeShown()
    {
        var table = new byte[65536];
        for (var i = 0; i < table.Length; i++)
        {
            var x = (i + 0.5f) / (65536 / Most) * 0.80f;
            var t = Math.Clamp(x * ((2.51f * x) + 0.03f) / ((x * ((2.43f * x) + 0.59f)) + 0.14f), 0, 1);
            var s = t <= 0.0031308f ? t * 12.92f : (1.055f * MathF.Pow(t, 1 / 2.4f)) - 0.055f;
            table[i] = (byte)Math.Round(s * 255);
        }
        return table;
    }
}
