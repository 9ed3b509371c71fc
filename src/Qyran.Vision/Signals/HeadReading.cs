using Qyran.Domain.Signals;

namespace Qyran.Vision.Signals;

/// <summary>
/// From the lights of a head's lamps to the state it shows in one frame. A lit lamp stands out from the others, has its own colour, and
/// is brighter than it was when another lamp was lit; everything else is Unknown.
/// </summary>
internal sealed class HeadReading(SignalReaderSettings settings)
{
    private const double MonochromeConfidence = 0.7;
    private static readonly LampColour[] Colours = [LampColour.Red, LampColour.Yellow, LampColour.Green];
    private readonly HeadMemory memory = new(settings);
    private long? greySinceUs;

    /// <param name="lights">Red, yellow, green.</param>
    /// <param name="hasYellow">False when the head has no yellow lamp; its light is then not looked at.</param>
    public HeadLook Read(ReadOnlySpan<LampLight> lights, bool hasYellow, long nowUs)
    {
        memory.Age(nowUs);
        var monochrome = Monochrome(lights, hasYellow, nowUs);
        Span<double> strength = stackalloc double[3], standsOut = stackalloc double[3];
        var (contrast, brightest) = (double.MinValue, 0);
        for (var i = 0; i < 3; i++)
        {
            if (i == 1 && !hasYellow) continue;
            strength[i] = lights[i].Level + Colours[i].Share(lights[i]);
            standsOut[i] = StandsOut(i, lights, hasYellow);
            if (standsOut[i] > contrast) (contrast, brightest) = (standsOut[i], i);
        }
        if (contrast < settings.LeastContrast) return HeadLook.NoLamp;
        var coloured = lights[brightest].Chroma >= settings.LeastChroma;
        if (coloured ? !Colours[brightest].Fits(lights[brightest]) : !monochrome || contrast < 2 * settings.LeastContrast)
            return HeadLook.Contradiction;

        Span<bool> lit = stackalloc bool[3];
        lit[brightest] = true;
        for (var i = 0; i < 3; i++)
        {
            if (i == brightest || (i == 1 && !hasYellow)) continue;
            var share = standsOut[i] / contrast;
            if (share < settings.OffShare) continue;
            var own = lights[i].Chroma >= settings.LeastChroma;
            // the glow of the lit lamp lies on its neighbours in its colour, not in theirs
            if (own && !Colours[i].Fits(lights[i])) continue;
            if (!own || share < settings.OnShare) return Doubtful(strength);
            lit[i] = true;
        }
        var state = (lit[0], lit[1], lit[2]) switch
        {
            (true, false, false) => SignalState.Red,
            (true, true, false) => SignalState.RedYellow,
            (false, true, false) => SignalState.Yellow,
            (false, false, true) => SignalState.Green,
            _ => SignalState.Unknown,
        };
        if (state == SignalState.Unknown) return Doubtful(strength);
        return Remembered(state, strength, lit, hasYellow, nowUs, contrast, monochrome ? MonochromeConfidence : 1,
            monochrome || contrast >= settings.NightContrast || lights[brightest].Chroma >= settings.ColdChroma);
    }

    /// <summary>
    /// By how much a lamp is brighter than the darkest, and more of its own colour than the place where there is least of it: something
    /// plain of whatever colour before the whole head stands out nowhere.
    /// </summary>
    private static double StandsOut(int lamp, ReadOnlySpan<LampLight> lights, bool hasYellow)
    {
        var (dark, pale) = (double.MaxValue, double.MaxValue);
        for (var j = 0; j < 3; j++)
        {
            if (j == 1 && !hasYellow) continue;
            (dark, pale) = (Math.Min(dark, lights[j].Level), Math.Min(pale, Colours[lamp].Share(lights[j])));
        }
        return lights[lamp].Level - dark + Colours[lamp].Share(lights[lamp]) - pale;
    }

    private HeadLook Remembered(SignalState state, ReadOnlySpan<double> strength, ReadOnlySpan<bool> lit, bool hasYellow,
        long nowUs, double contrast, double most, bool vivid)
    {
        var known = true;
        for (var i = 0; i < 3; i++)
        {
            if (i == 1 && !hasYellow) continue;
            if (!memory.Allows(i, lit[i], strength[i])) return Doubtful(strength);
            // of red with yellow the yellow must have been seen to come on; the red is on already
            if (lit[i]) known &= memory.Knows(i) || memory.CameOn(i, strength[i]) || (state == SignalState.RedYellow && i == 0 && memory.WasOn(i));
        }
        for (var i = 0; i < 3; i++)
            if (i != 1 || hasYellow) memory.Learn(i, lit[i], strength[i], nowUs);
        var strong = known || (vivid && contrast >= settings.ColdContrast && state != SignalState.RedYellow);
        if (!strong) return new(state, settings.WeakConfidence, false);
        return new(state, most * Math.Clamp(0.5 + (contrast / 200), 0.6, 1), false);
    }

    /// <summary>Lamps that are all as they are when off are dark, whatever the sun does to their lenses; anything else contradicts.</summary>
    private HeadLook Doubtful(ReadOnlySpan<double> strength)
    {
        for (var i = 0; i < 3; i++)
            if (memory.Knows(i) && !memory.Allows(i, false, strength[i])) return HeadLook.Contradiction;
        return memory.Knows(0) || memory.Knows(2) ? HeadLook.NoLamp : HeadLook.Contradiction;
    }

    private bool Monochrome(ReadOnlySpan<LampLight> lights, bool hasYellow, long nowUs)
    {
        const double grey = 2; // an infrared picture has the neutral value exactly; a grey thing in a colour picture has not
        var colourless = lights[0].Chroma < grey && lights[2].Chroma < grey && (!hasYellow || lights[1].Chroma < grey);
        greySinceUs = colourless ? greySinceUs ?? nowUs : null;
        return greySinceUs is { } since && nowUs - since >= settings.MonochromeUs;
    }
}
