namespace Qyran.Measure.Scoring.Runs;

/// <summary>A violation that really happened.</summary>
/// <param name="Rule">The rule's name as in <c>cases.jsonl</c>.</param>
/// <param name="AtUs">On the video's clock, as a case's.</param>
public sealed record TruthViolation(string Rule, int Vehicle, long AtUs, string? Offence);
