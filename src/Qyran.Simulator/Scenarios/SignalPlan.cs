using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;

namespace Qyran.Simulator;

/// <summary>A signal head and its programme: green, blinking green, yellow, red, red with yellow, and again.</summary>
/// <param name="At">Under the lamps, m.</param><param name="HeightM">Of the yellow lamp.</param>
/// <param name="FacingDeg">Where it shines, clockwise from +y.</param>
/// <param name="Pole">Where its pole stands; null = straight below.</param>
/// <param name="OffsetS">When green begins, from the first frame.</param>
/// <param name="ForPeople">A head for people on foot: two lamps, not in the scene.</param>
public sealed record SignalPlan(
    string Id, RoadPoint At, double HeightM, double FacingDeg, RoadPoint? Pole,
    double GreenS, double BlinkS, double YellowS, double RedS, double RedYellowS, double OffsetS, bool ForPeople)
{
    /// <summary>Arrows beside it, one for a turn at most.</summary>
    public ImmutableArray<SignalArrow> Arrows { get; init; } = [];

    public double CycleS => GreenS + BlinkS + YellowS + RedS + RedYellowS;

    /// <summary>At a time in µs from the first frame: the state, whether green blinks, and when, in µs from the first frame too, it switches next.</summary>
    public (SignalState State, bool Blinks, long NextUs) Shows(long us)
    {
        long Us(double s) => (long)Math.Round(s * 1e6);
        var cycle = Us(CycleS);
        var t = (us - Us(OffsetS)) % cycle;
        if (t < 0) t += cycle;
        ReadOnlySpan<(double, SignalState, bool)> parts =
            [(GreenS, SignalState.Green, false), (BlinkS, SignalState.Green, true), (YellowS, SignalState.Yellow, false), (RedS, SignalState.Red, false), (RedYellowS, SignalState.RedYellow, false)];
        long end = 0;
        foreach (var (s, state, blinks) in parts)
        {
            end += Us(s);
            if (t < end) return (state, blinks, us + end - t);
        }
        return (SignalState.RedYellow, false, us + cycle - t);
    }

    /// <summary>The same of one of its arrows: whether it is lit, its dark halves of blinking included, whether it blinks, and when it switches next.</summary>
    public (bool Lit, bool Blinks, long NextUs) Shows(SignalArrow arrow, long us)
    {
        static long Us(double s) => (long)Math.Round(s * 1e6);
        var cycle = Us(CycleS);
        var t = (us - Us(OffsetS + arrow.FromS)) % cycle;
        if (t < 0) t += cycle;
        var (steady, lit) = (Us(arrow.LitS - arrow.BlinkS), Us(arrow.LitS));
        return t < steady ? (true, false, us + steady - t) : t < lit ? (true, true, us + lit - t) : (false, false, us + cycle - t);
    }

    /// <summary>µs for which an arrow frees this turn from now on; 0 when none does.</summary>
    public long FreeForUs(ArrowWay? turn, long us)
    {
        foreach (var arrow in Arrows)
        {
            if (arrow.Way != turn || Shows(arrow, us) is not { Lit: true } now) continue;
            return (now.Blinks ? now.NextUs : now.NextUs + (long)Math.Round(arrow.BlinkS * 1e6)) - us;
        }
        return 0;
    }

    /// <summary>True in the dark halves of a blinking arrow: lit last, so that it goes out when it frees nobody any more.</summary>
    public bool DarkAt(SignalArrow arrow, long us)
    {
        var (_, blinks, next) = Shows(arrow, us);
        return blinks && (next - us - 1) / 500_000 % 2 == 1;
    }

    /// <summary>True in the dark halves of blinking green: half a second lit, half a second dark, dark before yellow.</summary>
    public bool DarkAt(long us)
    {
        var (_, blinks, next) = Shows(us);
        return blinks && (next - us - 1) / 500_000 % 2 == 0;
    }
}
