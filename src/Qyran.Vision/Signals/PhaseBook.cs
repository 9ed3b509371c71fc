using System.Collections.Immutable;
using Qyran.Domain.Signals;

namespace Qyran.Vision.Signals;

/// <summary>
/// From looks to phases: a state is taken over when several looks bear it out and is dated back to between the last look at the old
/// state and the first at the new one, ± half of that time; a state that no look bears out any more is over from its last look on.
/// Red that blinks means something else than red and is Unknown, where it is dark for longer than the hold (300 ms unless the camera is slow) from one lit look to the next: a shorter dark may be an LED's flicker.
/// </summary>
internal sealed class PhaseBook(SignalReaderSettings settings)
{
    private readonly List<SignalPhase> closed = [];
    private SignalState state = SignalState.Unknown;
    private long fromUs, errorUs;
    private long? nowUs;
    private double intervalUs;
    // looks at the state in force
    private long agreedUs;
    private long? leftUs;
    private bool onlyDark;
    // the last state known was a red that went dark
    private bool redWentDark;
    private double sum;
    private long looks, others;
    // looks at the state that may follow
    private SignalState next = SignalState.Unknown;
    private long nextAfterUs, nextFirstUs, nextLastUs;
    private double nextSum;
    private int nextLooks;

    /// <summary>One look per frame; a frame that is not later than the last is not looked at.</summary>
    public void Step(in HeadLook look, long atUs)
    {
        if (nowUs is null) fromUs = atUs;
        else if (atUs <= nowUs) return;
        var beforeUs = nowUs ?? atUs;
        var usualUs = intervalUs;
        if (atUs > beforeUs) intervalUs = intervalUs == 0 ? atUs - beforeUs : intervalUs + (0.1 * (Math.Min(atUs - beforeUs, 4 * intervalUs) - intervalUs));
        nowUs = atUs;
        if (atUs - beforeUs > Hold(state, false, usualUs))
        {
            Missed(beforeUs, atUs, usualUs);
            // what begins now is known from now on, not from somewhere in the gap
            beforeUs = Math.Max(beforeUs, atUs - (long)usualUs);
        }

        var agrees = look.State != SignalState.Unknown && look.State == state;
        // only the next lit look tells how long a red may have been dark
        if (agrees && state == SignalState.Red && leftUs is not null && onlyDark && atUs - agreedUs > Hold(state, true, intervalUs))
        {
            Lose(true);
            agrees = false;
        }
        if (agrees) Agree(look, atUs);
        else Differ(look, beforeUs, atUs);
        if (state != SignalState.Unknown && agreedUs < atUs)
        {
            var unsureUntil = next != SignalState.Unknown ? nextFirstUs : atUs;
            if (unsureUntil - agreedUs > Hold(state, onlyDark, intervalUs)) Lose(onlyDark);
        }
    }

    /// <summary>
    /// Phases from the one in force at <paramref name="sinceUs"/> (and the one before it) on. Where the last frames do not bear out the
    /// state in force, the head counts as watched only as far as it was borne out.
    /// </summary>
    public SignalTimeline Timeline(string head, long untilUs, long sinceUs)
    {
        if (nowUs is not { } now) return new(head, "picture", [], untilUs);
        var first = closed.Count;
        while (first > 0 && closed[first - 1].FromUs > sinceUs) first--;
        first = Math.Max(0, first - 2);
        var phases = ImmutableArray.CreateBuilder<SignalPhase>(closed.Count - first + 1);
        for (var i = first; i < closed.Count; i++) phases.Add(closed[i]);
        phases.Add(Current());
        return new(head, "picture", phases.MoveToImmutable(), state == SignalState.Unknown || agreedUs == now ? untilUs : Math.Min(untilUs, agreedUs));
    }

    private void Agree(in HeadLook look, long atUs)
    {
        (sum, looks, agreedUs, leftUs) = (sum + look.Confidence, looks + 1 + others, atUs, null);
        (next, others, onlyDark) = (SignalState.Unknown, 0, true);
    }

    private void Differ(in HeadLook look, long beforeUs, long atUs)
    {
        leftUs ??= atUs;
        onlyDark &= look.Dark;
        // the dark half of a blinking lamp says nothing against it
        if (!(look.Dark && Blinks(state))) others++;
        // a red that blinks stays no candidate for longer than it is lit
        var redAgain = redWentDark && next == SignalState.Red;
        if (next != SignalState.Unknown && atUs - nextLastUs > Hold(next, redAgain, intervalUs)) next = SignalState.Unknown;
        if (look.State == SignalState.Unknown) return;
        if (next != look.State)
            (next, nextAfterUs, nextFirstUs, nextSum, nextLooks) = (look.State, beforeUs, atUs, 0, 0);
        (nextLastUs, nextSum, nextLooks) = (atUs, nextSum + look.Confidence, nextLooks + 1);
        if (nextLooks < settings.ConfirmLooks || atUs - nextFirstUs < ConfirmUs()) return;
        var after = state == SignalState.Unknown ? nextAfterUs : agreedUs;
        Turn(next, after, nextFirstUs);
        (sum, looks, agreedUs, leftUs, onlyDark, others) = (nextSum, nextLooks, atUs, null, true, 0);
        (next, redWentDark) = (SignalState.Unknown, false);
    }

    /// <summary>The state in force was not borne out for too long: unknown since it was left.</summary>
    private void Lose(bool dark)
    {
        redWentDark = dark && state == SignalState.Red;
        Turn(SignalState.Unknown, agreedUs, leftUs ?? agreedUs);
        (sum, looks, others) = (0, 0, 0);
    }

    /// <summary>Frames are missing: what happened meanwhile nobody saw.</summary>
    private void Missed(long beforeUs, long atUs, double usualUs)
    {
        next = SignalState.Unknown;
        if (state == SignalState.Unknown) return;
        leftUs ??= Math.Min(atUs, beforeUs + (long)usualUs);
        Lose(false);
    }

    private void Turn(SignalState to, long afterUs, long firstUs)
    {
        var at = afterUs + ((firstUs - afterUs) / 2);
        if (at > fromUs)
        {
            closed.Add(Current());
            if (closed.Count > settings.MostPhases) closed.RemoveRange(0, settings.MostPhases / 4);
        }
        (state, fromUs, errorUs) = (to, Math.Max(at, fromUs), Math.Max(Math.Max(firstUs - at, at - afterUs), (long)Math.Ceiling(intervalUs / 2)));
    }

    private SignalPhase Current() => new(state, fromUs, errorUs, state == SignalState.Unknown || looks == 0 ? 0 : Math.Clamp(sum / looks, 0, 1));

    private long ConfirmUs() => next switch
    {
        SignalState.Off => settings.OffConfirmUs,
        SignalState.Red when redWentDark => settings.RedAgainConfirmUs,
        _ => settings.ConfirmUs,
    };

    private long Hold(SignalState of, bool dark, double usualUs)
    {
        var hold = dark && Blinks(of) ? settings.BlinkHoldUs : settings.HoldUs;
        var frames = dark && of == SignalState.Red ? settings.RedDarkHoldFrames : settings.HoldFrames;
        return Math.Min(Math.Max(hold, (long)(frames * usualUs)), Math.Max(hold, settings.LongestHoldUs));
    }

    private static bool Blinks(SignalState state) => state is SignalState.Green or SignalState.Yellow;
}
