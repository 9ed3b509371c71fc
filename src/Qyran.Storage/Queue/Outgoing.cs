using Qyran.Storage.Rows;

namespace Qyran.Storage.Queue;

/// <summary>Something on its way to a database that may be away.</summary>
public abstract record Outgoing
{
    private Outgoing() { }

    public sealed record Passage(PassageEntry Entry) : Outgoing;

    public sealed record Case(CaseRow Row) : Outgoing;

    public sealed record Evidence(EvidenceRow Row) : Outgoing;
}
