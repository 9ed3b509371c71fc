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
    /// <summary>May not be crossed by who comes in one of its lanes: across the mouth of a road into which they must not turn.</summary>
    NoTurn,
    /// <summary>Vehicles that cross it are counted, each way; a section begins or ends at it.</summary>
    Count,
}
