namespace Qyran.Measure.Scoring.Runs;

/// <summary>How large a vehicle's plate was seen, and what came of it.</summary>
/// <param name="Signs">Height of its large signs, px: so high or higher in half a second of frames.</param>
/// <param name="Read">Its text was accepted, exactly right.</param>
/// <param name="Misread">Another text was.</param>
public readonly record struct PlateSize(int Vehicle, double Signs, bool Read, bool Misread);
