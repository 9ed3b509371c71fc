using System.Collections.Immutable;

namespace Qyran.Line;

/// <summary>What measuring a pack again gave.</summary>
public sealed record ReplayReport(string CaseId, ImmutableArray<ReplayLine> Lines)
{
    /// <summary>True when nothing that could be compared differs.</summary>
    public bool Agrees => Lines.All(l => l.Same != false);
}
