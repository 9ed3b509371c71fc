namespace Qyran.Simulator;

/// <summary>A violation as it happened.</summary>
/// <param name="AtUs">True time, µs from the first frame.</param>
internal sealed record Deed(string Rule, int Vehicle, long AtUs);
