namespace Qyran.Rules;

/// <summary>Which way a vehicle crossed a count line, as seen in the picture.</summary>
public enum CountWay
{
    Up,
    Down,
    Left,
    Right,
}
