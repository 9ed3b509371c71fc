namespace Qyran.Line.Plates;

/// <summary>
/// At which sizes of a vehicle its plate can be read in this camera's picture, learned from the looks themselves: a camera over a wide square reads none, and looking at every vehicle
/// there eight times a second would cost more than all else. Sizes are told apart by half octaves; where there is no hope each vehicle is still looked at once at each, and old looks fade, so that morning
/// ends what the night taught. One thread.
/// </summary>
internal sealed class PlateReach
{
    private const int Enough = 24, Fading = 400;
    private const double LeastShare = 0.03;
    private readonly int[] looks = new int[32], legible = new int[32];

    /// <summary>Enough looks at vehicles about this large have shown next to nothing.</summary>
    /// <param name="size">The shorter side of its box, px.</param>
    public bool IsHopeless(double size) => looks[At(size)] is var n && n >= Enough && legible[At(size)] < LeastShare * n;

    public void Note(double size, bool wasLegible)
    {
        var at = At(size);
        looks[at]++;
        if (wasLegible) legible[at]++;
        if (looks[at] < Fading) return;
        (looks[at], legible[at]) = (looks[at] / 2, legible[at] / 2);
    }

    private static int At(double size) => Math.Clamp((int)Math.Round(2 * Math.Log2(Math.Max(1, size))), 0, 31);
}
