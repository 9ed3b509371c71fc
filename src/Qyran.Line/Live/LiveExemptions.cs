using Qyran.Rules.Exemptions;

namespace Qyran.Line.Live;

/// <summary>The exemptions by which all cameras of one program judge now, and what came of them. Any thread.</summary>
public sealed class LiveExemptions
{
    private ExemptionList now = ExemptionList.None;
    private long exempt;

    public ExemptionList Now => Volatile.Read(ref now);

    /// <summary>Findings that were no case by an exemption, since the program began.</summary>
    public long Exempt => Interlocked.Read(ref exempt);

    /// <summary>From now on this list.</summary>
    public void Set(ExemptionList list) => Volatile.Write(ref now, list);

    internal void Count(int findings) => Interlocked.Add(ref exempt, findings);
}
