using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>Something about a view without survey that is known or assumed.</summary>
public abstract record KnownSize
{
    private KnownSize() { }

    /// <summary>A length seen on the road: a lane's width, a dash and its gap. <c>ErrorM</c> should say how far the assumption can be off.</summary>
    public sealed record Marked(SurveyLength Length) : KnownSize;

    /// <summary>A straight edge or marking that runs along the road (found in the picture or drawn), raw pixels; its length is unknown.</summary>
    public sealed record LineAlong(RawPixel From, RawPixel To) : KnownSize;

    /// <summary>The same across the road: a stop line, a zebra's edge.</summary>
    public sealed record LineAcross(RawPixel From, RawPixel To) : KnownSize;

    /// <summary>The tracks' median vehicle is a common car (1.85 × 4.4 × 1.52 m); needs boxes.</summary>
    public sealed record CommonCars : KnownSize;
}
