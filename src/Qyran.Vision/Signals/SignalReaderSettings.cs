namespace Qyran.Vision.Signals;

/// <summary>Limits of the reading. Code values are of an 8-bit picture; docs/design/signals.md says where each number comes from.</summary>
public sealed record SignalReaderSettings
{
    /// <summary>A lit lamp must stand out from the darkest by this, code values: three sigma of sensor and codec noise in a small region.</summary>
    public double LeastContrast { get; init; } = 20;

    /// <summary>Below this chroma a light has no colour.</summary>
    public double LeastChroma { get; init; } = 10;

    /// <summary>A lamp is off below this share of the way from the darkest to the brightest lamp.</summary>
    public double OffShare { get; init; } = 0.45;

    /// <summary>A second lamp is on above this share.</summary>
    public double OnShare { get; init; } = 0.6;

    /// <summary>A head that was never seen to switch is trusted only with this contrast…</summary>
    public double ColdContrast { get; init; } = 60;

    /// <summary>…and this chroma: lenses in the sun have contrast and colour too, but less…</summary>
    public double ColdChroma { get; init; } = 40;

    /// <summary>…or with so much contrast that its dazzling white core leaves little colour: a lamp at night.</summary>
    public double NightContrast { get; init; } = 100;

    /// <summary>Confidence of a look that is plausible but neither so strong nor borne out by what the head looked like before; below what rules accept.</summary>
    public double WeakConfidence { get; init; } = 0.4;

    /// <summary>A state is taken over after this many looks…</summary>
    public int ConfirmLooks { get; init; } = 3;

    /// <summary>…and this long, µs; it is dated back to its first look.</summary>
    public long ConfirmUs { get; init; } = 250_000;

    /// <summary>An arrow that is dark is taken for switched off only after this long, µs: longer than the dark half of a blinking one.</summary>
    public long OffConfirmUs { get; init; } = 1_000_000;

    /// <summary>Red that went dark is taken for red again only after this long, µs: longer than the lit part of a blinking one (two thirds at 40 blinks a minute).</summary>
    public long RedAgainConfirmUs { get; init; } = 1_200_000;

    /// <summary>Longer without a look that bears it out, a state is over, µs: bridges LED flicker and damaged frames.</summary>
    public long HoldUs { get; init; } = 300_000;

    /// <summary>The same where a green or yellow head is dark, µs: the dark half of a blinking lamp (40 to 60 blinks a minute).</summary>
    public long BlinkHoldUs { get; init; } = 850_000;

    /// <summary>The hold is never shorter than this many frame intervals (slow cameras)…</summary>
    public double HoldFrames { get; init; } = 2.5;

    /// <summary>The same where a red head is dark, from one lit look to the next: one dark look may be the dark part of a blinking lamp, which is no red…</summary>
    public double RedDarkHoldFrames { get; init; } = 1.5;

    /// <summary>…and never longer than this, µs: then the camera is too slow for its signal.</summary>
    public long LongestHoldUs { get; init; } = 2_000_000;

    /// <summary>A picture without any colour for this long is a monochrome one, where position alone tells the lamp, µs.</summary>
    public long MonochromeUs { get; init; } = 2_000_000;

    /// <summary>What the head looked like is forgotten after this long without a look that agrees, µs: the camera was moved or the light is another.</summary>
    public long ForgetUs { get; init; } = 120_000_000;

    /// <summary>Phases kept at most; the oldest are dropped.</summary>
    public int MostPhases { get; init; } = 4096;
}
