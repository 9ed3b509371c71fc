using Qyran.Storage.Rows;

namespace Qyran.Storage.Queue;

/// <summary>Something on its way to a database that may be away.</summary>
public abstract record Outgoing
{
    private Outgoing() { }

    public sealed record Passage(PassageEntry Entry) : Outgoing;

    public sealed record Case(CaseRow Row) : Outgoing;

    public sealed record Evidence(EvidenceRow Row) : Outgoing;

    /// <summary>A case's pack is whole on the disk: its row, and its name in the case.</summary>
    public sealed record Pack(EvidenceRow Row) : Outgoing;

    /// <summary>A stretch without video.</summary>
    public sealed record Gap(GapRow Row) : Outgoing;

    /// <summary>What subscribers may want to know and what leaves no row of its own.</summary>
    public sealed record Event(EventRow Row) : Outgoing;

    /// <summary>A camera's measuring waits for a person, or no longer does.</summary>
    /// <param name="Why">Null: it measures again.</param>
    public sealed record Suspension(string CameraId, string? Why) : Outgoing;
}
