using System.Collections.Immutable;
using Qyran.Domain.Audit;

namespace Qyran.Evidence;

/// <summary>
/// Walks an audit log from its first line and holds it against the signed heads: a line that was changed, taken out, put in or cut off the end is found, with its place.
/// Give it every line in order, then ask for the <see cref="End"/>. One thread.
/// </summary>
public sealed class AuditCheck
{
    private readonly ImmutableDictionary<long, ImmutableArray<AuditHead>> heads;
    private readonly List<string> findings = [];
    private string last = AuditEntry.NoPrevious;
    private long at;

    /// <param name="heads">Lines with signed heads, and what each is called in a finding.</param>
    /// <param name="trusted">Only heads of this key count; null: of the key that signed the first, all by the same.</param>
    public AuditCheck(IEnumerable<(string Name, string Line)> heads, TrustedKey? trusted)
    {
        var good = new List<AuditHead>();
        foreach (var (name, line) in heads)
        {
            if (AuditHead.Read(line, out var fault) is not { } head) findings.Add($"{name}: {fault}");
            else if ((trusted?.Id ?? good.FirstOrDefault()?.KeyId ?? head.KeyId) != head.KeyId) findings.Add($"{name}: by another key ({head.KeyId[..16]}…)");
            else good.Add(head);
        }
        this.heads = good.GroupBy(h => h.Sequence).ToImmutableDictionary(g => g.Key, g => g.ToImmutableArray());
        Newest = good.MaxBy(h => h.Sequence);
    }

    /// <summary>The signed head that vouches for most; null without one.</summary>
    public AuditHead? Newest { get; }

    /// <summary>How many lines were looked at.</summary>
    public long Lines { get; private set; }

    /// <summary>Hash of the last line.</summary>
    public string Last => last;

    /// <param name="stored">The hash that stands beside the line.</param>
    public void Next(AuditEntry line, string stored)
    {
        Lines++;
        if (line.Sequence != at + 1) findings.Add(line.Sequence == at + 2 ? $"line {at + 1} is missing" : $"lines {at + 1} to {line.Sequence - 1} are missing");
        else if (line.Previous != last) findings.Add($"line {line.Sequence} does not continue line {at}: one of the two was changed or put in its place");
        // of a line that does not fit its own hash the stored one goes on, so that one change is one finding
        if (AuditChain.Hash(line) != stored) findings.Add($"line {line.Sequence} was changed: it does not fit its hash");
        foreach (var head in heads.GetValueOrDefault(line.Sequence, []))
            if (head.Sha256 != stored) findings.Add($"line {line.Sequence} is not the line that was signed: the log was written anew up to here");
        (at, last) = (line.Sequence, stored);
    }

    /// <summary>What is wrong, in the log's order; empty when it is sound.</summary>
    public ImmutableArray<string> End()
    {
        if (Newest is { } newest && newest.Sequence > at) findings.Add($"the end was cut off: line {newest.Sequence} was signed, the log ends with line {at}");
        return [.. findings];
    }
}
