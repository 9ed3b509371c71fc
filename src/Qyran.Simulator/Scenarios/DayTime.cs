namespace Qyran.Simulator;

/// <summary>The light truth.json names.</summary>
public enum DayTime { Day, Dusk, Night }
