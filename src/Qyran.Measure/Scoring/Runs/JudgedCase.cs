namespace Qyran.Measure.Scoring.Runs;

/// <summary>One case beside the truth. Its vehicle did not break the rule where it is neither the case of a violation nor a further one.</summary>
/// <param name="Track">Of its passage; null where there is no such passage.</param>
/// <param name="Vehicle">The one that its track lay on about the case's instant; null where it lay on none.</param>
/// <param name="Broke">The violation that this is the case of; null where there is none, or another case is nearer to it.</param>
/// <param name="Again">A further case of a violation that has one.</param>
public sealed record JudgedCase(RunCase Case, int? Track, int? Vehicle, TruthViolation? Broke, bool Again);
