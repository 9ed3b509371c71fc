using System.Collections.Immutable;

namespace Qyran.Storage.Rows;

/// <summary>What subscribers can be told; the words stand in columns, JSON and topics alike.</summary>
public static class EventKinds
{
    /// <summary>A vehicle has passed.</summary>
    public const string Passage = "passage";

    /// <summary>A case was filed, or has its evidence now.</summary>
    public const string Case = "case";

    /// <summary>A person has decided a case.</summary>
    public const string CaseDecided = "case-decided";

    /// <summary>A camera is in trouble, or no longer.</summary>
    public const string Camera = "camera";

    /// <summary>A watched plate has passed.</summary>
    public const string Watch = "watch";

    public static readonly ImmutableArray<string> All = [Passage, Case, CaseDecided, Camera, Watch];
}
