namespace Qyran.Vision.Signals;

/// <summary>
/// How strong each lamp of one head is when lit and when not, learned from the looks that were accepted and following slow changes of
/// the light. Lamps by index: 0 red, 1 yellow, 2 green.
/// </summary>
internal sealed class HeadMemory(SignalReaderSettings settings)
{
    private const int EnoughLooks = 3;
    // half-way to a new level within about 100 looks: seconds, far quicker than daylight changes and slower than a passing reflection
    private const double Follow = 0.007;
    private const double HalfWay = 0.5;
    private readonly double[] on = new double[3], off = new double[3];
    private readonly int[] onLooks = new int[3], offLooks = new int[3];
    private long? lastUs;

    /// <summary>Drops what is too old to be believed.</summary>
    public void Age(long nowUs)
    {
        if (lastUs is not { } last || nowUs - last <= settings.ForgetUs) return;
        Array.Clear(onLooks);
        Array.Clear(offLooks);
        lastUs = null;
    }

    /// <summary>True when the lamp was seen both lit and not, and the two differ enough.</summary>
    public bool Knows(int lamp) =>
        onLooks[lamp] >= EnoughLooks && offLooks[lamp] >= EnoughLooks && on[lamp] - off[lamp] >= settings.LeastContrast;

    /// <summary>True when it was seen lit, whether or not it was seen unlit.</summary>
    public bool WasOn(int lamp) => onLooks[lamp] >= EnoughLooks;

    /// <summary>True when it is far brighter than it was while another lamp was lit.</summary>
    public bool CameOn(int lamp, double strength) => offLooks[lamp] >= EnoughLooks && strength - off[lamp] >= settings.ColdContrast;

    /// <summary>False when the lamp cannot be lit (or unlit) by what it looked like before; true also when nothing is known of it.</summary>
    public bool Allows(int lamp, bool lit, double strength)
    {
        var rise = strength - off[lamp];
        if (lit) return offLooks[lamp] < EnoughLooks || rise >= Math.Max(settings.LeastContrast, Knows(lamp) ? HalfWay * (on[lamp] - off[lamp]) : 0);
        return !Knows(lamp) || rise <= HalfWay * (on[lamp] - off[lamp]);
    }

    /// <summary>False when it is much darker than it was when unlit: something lies before it. True also when nothing is known of it.</summary>
    public bool AsUnlit(int lamp, double strength) =>
        !Knows(lamp) || off[lamp] - strength <= Math.Max(settings.LeastContrast, HalfWay * (on[lamp] - off[lamp]));

    public void Learn(int lamp, bool lit, double strength, long nowUs)
    {
        var (levels, looks) = lit ? (on, onLooks) : (off, offLooks);
        if (looks[lamp] < int.MaxValue) looks[lamp]++;
        levels[lamp] += Math.Max(1.0 / looks[lamp], Follow) * (strength - levels[lamp]);
        lastUs = nowUs;
    }
}
