namespace Qyran.Domain.Scenes;

/// <summary>What an area means.</summary>
public enum ZoneKind
{
    /// <summary>Speed is measured here; without one, in the lanes.</summary>
    Measure,
    /// <summary>Stopping is forbidden here.</summary>
    NoStopping,
    /// <summary>No vehicle may drive here: a hard shoulder, a pavement.</summary>
    NoDriving,
    /// <summary>Not analysed: sky, clock, trees, another road.</summary>
    Ignore,
}
