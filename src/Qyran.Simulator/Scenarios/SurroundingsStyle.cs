namespace Qyran.Simulator;

/// <summary>What kind of place it is.</summary>
public enum SurroundingsStyle
{
    /// <summary>Pavements, rows of houses, street trees.</summary>
    Town,
    /// <summary>Verges, barriers, fields and far trees.</summary>
    Open,
    /// <summary>A paved square with houses around.</summary>
    Square,
}
