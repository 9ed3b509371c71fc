using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Signals;

namespace Qyran.Vision.Signals;

/// <summary>
/// Reads a green arrow beside a head: lit (Green), surely dark (Off) or neither. A single lamp has nothing to be compared with but the
/// head's lamps and itself at other times, so that it is dark counts as sure only once it was seen lit, surely not by the glow of the head's green.
/// </summary>
internal sealed class ArrowReader(string id, PixelBox lamp, SignalReaderSettings settings)
{
    private const int Own = 2; // the memory's place for green
    private const double OverGlow = 2; // painted heads: glow alone stands out about as far as on the yellow lamp, a lit arrow three times as far unless all is dazzled
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
        double StandsOut(in LampLight of) => of.Level + green.Share(of) - dark - pale;
        var (strength, standsOut) = (light.Level + green.Share(light), StandsOut(light));
        var lit = standsOut >= settings.LeastContrast && light.Chroma >= settings.LeastChroma && green.Fits(light);
        var known = memory.Knows(Own);
        // the glow of a lit green beside it is no arrow. It lies on the yellow lamp too, which is as near: what outshines that is no glow
        var outshines = hasYellow && standsOut >= OverGlow * StandsOut(head[1]);
        if (shown == SignalState.Green && (standsOut < settings.OffShare * StandsOut(head[Own]) || !(known || outshines))) return Unlit(known);
        // what is neither as it was when lit nor as it was when dark has something before it
        if (!memory.Allows(Own, lit, strength) || (!lit && !memory.AsUnlit(Own, strength))) return HeadLook.Contradiction;
        var sure = known || (lit && memory.CameOn(Own, strength));
        // what may be a green's glow is nothing to remember it by
        if (shown is SignalState.Red or SignalState.RedYellow or SignalState.Yellow || (shown == SignalState.Green && lit && outshines)) memory.Learn(Own, lit, strength, nowUs);
        var vivid = lit && standsOut >= settings.ColdContrast && (light.Chroma >= settings.ColdChroma || standsOut >= settings.NightContrast);
        var confidence = sure || vivid ? Math.Clamp(0.5 + (standsOut / 200), 0.6, 1) : settings.WeakConfidence;
        return lit ? new(SignalState.Green, confidence, false) : Unlit(known);
    }

    private HeadLook Unlit(bool known) => new(SignalState.Off, known ? 0.9 : settings.WeakConfidence, true);
}
