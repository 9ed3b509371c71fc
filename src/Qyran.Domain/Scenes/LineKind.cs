namespace Qyran.Domain.Scenes;

/// <summary>What a line means.</summary>
public enum LineKind
{
    /// <summary>Where vehicles wait.</summary>
    Stop,
    /// <summary>Behind the stop line: crossing it means having entered the junction. Optional second line of the red-light rule.</summary>
    Entry,
    /// <summary>A marking that may not be crossed.</summary>
    Solid,
    /// <summary>Only counted.</summary>
    Count,
}
