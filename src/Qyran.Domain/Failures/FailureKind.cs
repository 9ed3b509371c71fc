namespace Qyran.Domain.Failures;

/// <summary>Kinds of failure; one file maps them to exit codes, and later to HTTP.</summary>
public enum FailureKind
{
    /// <summary>No such file, host or entry.</summary>
    NotFound,
    /// <summary>It is there but is not what was expected: damaged, empty, of another format.</summary>
    Unreadable,
    /// <summary>Well-formed but outside what Qyran handles: an unknown model layout, a forbidden protocol.</summary>
    Unsupported,
    /// <summary>Settings or a scene that contradict themselves or the video.</summary>
    Invalid,
    /// <summary>The source stopped answering.</summary>
    Unreachable,
    /// <summary>Cannot write: permission or a full disk.</summary>
    CannotWrite,
    /// <summary>A person or the system asked to stop.</summary>
    Cancelled,
}
