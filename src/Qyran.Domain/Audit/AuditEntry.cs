namespace Qyran.Domain.Audit;

/// <summary>One line of the audit log: somebody did, or tried to do, something.</summary>
/// <param name="Sequence">Its place, from 1, without a hole.</param>
/// <param name="AtUs">µs since the Unix epoch, UTC.</param>
/// <param name="WhoId">Of the account or key; "link" for the server's one-time link, "" for somebody unknown.</param>
/// <param name="Who">The name at that time.</param>
/// <param name="From">Address the request came from.</param>
/// <param name="Act">What was done, in the words of the server's route list: "view case".</param>
/// <param name="Thing">To what: "case c1"; "" where the act names it.</param>
/// <param name="Result">"begun" before a change is made, "done" after it or when something is shown; else the status it was refused with.</param>
/// <param name="Detail">More, for people: the terms of a search, a decision's reason. Never a secret.</param>
/// <param name="Previous">Hash of the line before, lower-case hex; <see cref="NoPrevious"/> for the first.</param>
public sealed record AuditEntry(long Sequence, long AtUs, string WhoId, string Who, string From, string Act, string Thing, string Result, string Detail, string Previous)
{
    /// <summary>What the first line names as the line before it.</summary>
    public static string NoPrevious { get; } = new('0', 64);
}
