namespace Qyran.Simulator;

/// <summary>A stretch with a limit on the average speed, between two count lines that two cameras see.</summary>
public sealed record SectionPlan(string FromLine, string ToLine, double Kmh);
