namespace Qyran.Measure.Scoring.Runs;

/// <summary>Something worth looking at in one clip.</summary>
/// <param name="Kind">speed, speed on nothing, missed, switch, violation missed, case wrong, case again, plate misread.</param>
/// <param name="Text">What is wrong, one sentence.</param>
/// <param name="Frame">Index into the truth's frames.</param>
/// <param name="Vehicle">Of the truth; null where nothing real is there.</param>
/// <param name="Track">Of the result; null where there is none.</param>
public sealed record WorstCase(string Kind, string Text, int Frame, int? Vehicle, int? Track);
