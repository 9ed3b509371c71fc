namespace Qyran.Rules;

/// <summary>One vehicle over one count line, one way.</summary>
/// <param name="Line">Id of the line in the scene.</param>
public sealed record CountedCrossing(string Line, CountWay Way);
