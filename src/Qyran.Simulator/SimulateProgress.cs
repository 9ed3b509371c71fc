namespace Qyran.Simulator;

/// <summary>How far it is.</summary>
/// <param name="Camera">Id of the camera in work.</param>
public readonly record struct SimulateProgress(string Camera, double DoneSeconds, double OfSeconds);
