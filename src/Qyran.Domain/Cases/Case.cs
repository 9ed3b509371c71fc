namespace Qyran.Domain.Cases;

/// <summary>A Broken verdict on its way through people.</summary>
/// <param name="Rule">Id of the rule in the rule book.</param>
/// <param name="Offence">Citation of the law as the scene's settings give it; null when the scene names none.</param>
/// <param name="Evidence">File name of the pack.</param>
public sealed record Case(string Id, string Rule, string? Offence, string Passage, Verdict.Broken Verdict, string? Evidence);
