namespace Qyran.Measure.Scoring.Runs;

/// <summary>A violation that really happened.</summary>
/// <param name="Rule">The rule's name as in <c>cases.jsonl</c>.</param>
/// <param name="AtUs">On the simulation's clock.</param>
public sealed record TruthViolation(string Rule, int Vehicle, long AtUs, string? Offence);
