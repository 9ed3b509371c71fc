namespace Qyran.Domain.Scenes;

/// <summary>How a known length lies to the road.</summary>
public enum LengthDirection { Any, Along, Across }
