using Qyran.Domain.Cases;

namespace Qyran.Rules;

/// <summary>What a rule says of a passage of which it looked at several lines, lanes or zones.</summary>
internal static class GravestVerdict
{
    /// <summary>The first Broken, behind which nothing is looked at; else an Undecided; else a Kept of something looked at.</summary>
    /// <param name="nothing">Said where there was nothing to look at.</param>
    /// <param name="found">Null: what was looked at does not concern this passage.</param>
    public static Verdict Of(string nothing, IEnumerable<Verdict?> found)
    {
        Verdict gravest = new Verdict.Kept(nothing);
        foreach (var verdict in found)
        {
            if (verdict is Verdict.Broken) return verdict;
            if (verdict is Verdict.Undecided || (verdict is not null && gravest is Verdict.Kept)) gravest = verdict;
        }
        return gravest;
    }
}
