namespace Qyran.Media;

/// <summary>What a full link does with the next thing.</summary>
public enum LinkFull
{
    /// <summary>The writer waits: nothing is lost. For files.</summary>
    Wait,
    /// <summary>The oldest is disposed and counted: the newest picture counts. For live sources.</summary>
    DropOldest,
}
