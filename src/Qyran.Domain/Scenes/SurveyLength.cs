using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>A known length between two marks.</summary>
/// <param name="Along">Whether it runs along or across the road, or neither is said.</param>
/// <param name="ImageErrorPx">One standard deviation of each end's click, px.</param>
/// <param name="ErrorM">One standard deviation of the length, m.</param>
public sealed record SurveyLength(RawPixel From, RawPixel To, double Metres, LengthDirection Along, double ImageErrorPx, double ErrorM);
