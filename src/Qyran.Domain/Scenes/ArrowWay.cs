namespace Qyran.Domain.Scenes;

/// <summary>The turn an arrow of a signal frees, as the driver sees it.</summary>
public enum ArrowWay
{
    /// <summary>To the left, turning back included.</summary>
    Left,
    Straight,

    /// <summary>To the right, turning back included.</summary>
    Right,
}
