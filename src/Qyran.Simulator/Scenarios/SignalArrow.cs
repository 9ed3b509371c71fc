using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>A green arrow beside a signal head: while it is lit it frees its turn, whatever the head shows.</summary>
/// <param name="FromS">When it lights, after the head's green begins, s.</param>
/// <param name="LitS">How long it is lit, its blinking included, s.</param>
/// <param name="BlinkS">How long of this it blinks at the end, s.</param>
public sealed record SignalArrow(ArrowWay Way, double FromS, double LitS, double BlinkS);
