namespace Qyran.Line.Live;

/// <summary>What a camera is doing.</summary>
public enum LiveState
{
    Stopped,
    Connecting,
    Running,
    /// <summary>Waiting until it tries again.</summary>
    Waiting,
}
