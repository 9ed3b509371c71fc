namespace Qyran.Measure.Scoring.Runs;

/// <summary>One line of an analysis' <c>cases.jsonl</c>, as far as it is scored.</summary>
/// <param name="Passage">Id of the passage it accuses.</param>
/// <param name="AtUs">Media clock.</param>
public sealed record RunCase(string Id, string Rule, string Passage, long AtUs);
