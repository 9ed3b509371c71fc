using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Signals;

namespace Qyran.Vision.Signals;

/// <summary>
/// Reads a green arrow beside a head: lit (Green), surely dark (Off) or neither. A single lamp has nothing to be compared with but the
/// head's lamps and itself at other times, so that it is dark counts as sure only once it was seen lit while the head was not green.
/// </summary>
internal sealed class ArrowReader(string id, PixelBox lamp, SignalReaderSettings settings)
{
    private const int Own = 2; // the memory's place for green
    private readonly HeadMemory memory = new(settings);
    private readonly PhaseBook book = new(settings);
    private LampRegion? region;

    public void Place(in PixelBox at) => region = new(lamp, at);

    /// <param name="head">The head's lamps in the same frame: red, yellow, green.</param>
    /// <param name="shown">What the head itself shows in it.</param>
    public void Step(in FrameView crop, ReadOnlySpan<LampLight> head, bool hasYellow, SignalState shown, long nowUs)
    {
        if (region is { Seen: true }) book.Step(Look(region.Measure(crop), head, hasYellow, shown, nowUs), nowUs);
        else book.Step(HeadLook.Contradiction, nowUs);
    }

    public SignalTimeline Timeline(long untilUs, long sinceUs) => book.Timeline(id, untilUs, sinceUs);

    private HeadLook Look(in LampLight light, ReadOnlySpan<LampLight> head, bool hasYellow, SignalState shown, long nowUs)
    {
        memory.Age(nowUs);
        var green = LampColour.Green;
        var (dark, pale) = (light.Level, green.Share(light));
        for (var i = 0; i < head.Length; i++)
        {
            if (i == 1 && !hasYellow) continue;
            (dark, pale) = (Math.Min(dark, head[i].Level), Math.Min(pale, green.Share(head[i])));
        }
        var strength = light.Level + green.Share(light);
        var standsOut = strength - dark - pale;
        var lit = standsOut >= settings.LeastContrast && light.Chroma >= settings.LeastChroma && green.Fits(light);
        var known = memory.Knows(Own);
        // the glow of a lit green beside it is no arrow; an arrow never seen lit without it cannot be told from it
        var beside = head[Own].Level + green.Share(head[Own]) - dark - pale;
        if (shown == SignalState.Green && (!known || standsOut < settings.OffShare * beside)) return Unlit(known);
        // what is neither as it was when lit nor as it was when dark has something before it
        if (!memory.Allows(Own, lit, strength) || (!lit && !memory.AsUnlit(Own, strength))) return HeadLook.Contradiction;
        var sure = known || (lit && memory.CameOn(Own, strength));
        // what a green may shine on is nothing to remember it by
        if (shown is SignalState.Red or SignalState.RedYellow or SignalState.Yellow) memory.Learn(Own, lit, strength, nowUs);
        var vivid = lit && standsOut >= settings.ColdContrast && (light.Chroma >= settings.ColdChroma || standsOut >= settings.NightContrast);
        var confidence = sure || vivid ? Math.Clamp(0.5 + (standsOut / 200), 0.6, 1) : settings.WeakConfidence;
        return lit ? new(SignalState.Green, confidence, false) : Unlit(known);
    }

    private HeadLook Unlit(bool known) => new(SignalState.Off, known ? 0.9 : settings.WeakConfidence, true);
}
