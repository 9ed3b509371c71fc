namespace Qyran.Simulator;

/// <summary>The weather truth.json names.</summary>
public enum WeatherKind { Clear, Rain, Snow, Fog }
