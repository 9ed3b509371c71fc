namespace Qyran.Storage.Rows;

/// <summary>So many passages that a rule left undecided for one reason.</summary>
public sealed record UndecidedCount(string Rule, string Reason, long Passages);
