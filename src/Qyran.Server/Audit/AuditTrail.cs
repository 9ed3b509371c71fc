using System.Text;
using Microsoft.AspNetCore.Http;
using Qyran.Domain.Audit;
using Qyran.Evidence;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Audit;

/// <summary>Writes the audit log. A line is on disk when the call returns; when it cannot be written the call throws and what it is about does not happen. Any thread.</summary>
internal sealed class AuditTrail(Store store, TimeProvider clock)
{
    /// <summary>Written before a change is made. Without a line with the result after it the change failed, or the machine stopped.</summary>
    public const string Begun = "begun";

    public const string Done = "done";

    /// <summary>Signs a line's detail has at most: as many as a request's own first line, so a search fits.</summary>
    public const int MostDetail = 8000;

    /// <summary>There is an index of things, and what is in one is short.</summary>
    private const int MostThing = 2000;

    public Task<long> Write(HttpContext context, string act, string thing, string result, string detail, CancellationToken stop) =>
        Asker.Of(context.User) is { } asker ? Write(context, asker.Id, asker.Name, act, thing, result, detail, stop) : Write(context, "", "", act, thing, result, detail, stop);

    /// <returns>The line's place.</returns>
    public async Task<long> Write(HttpContext context, string whoId, string who, string act, string thing, string result, string detail, CancellationToken stop)
    {
        var (at, from) = (clock.GetUtcNow().Us(), SessionCookie.From(context));
        var row = await store.Audit.Append((place, previous) => new AuditEntry(place, at, whoId, who, from, act, Plain(thing, MostThing), result, Plain(detail, MostDetail), previous), AuditChain.Hash, stop);
        return row.Entry.Sequence;
    }

    /// <summary>What came from outside, short and as both databases and UTF-8 can hold it.</summary>
    private static string Plain(string text, int most)
    {
        var plain = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '?')));
        if (plain.Length <= most) return plain;
        return plain[..(char.IsHighSurrogate(plain[most - 1]) ? most - 1 : most)] + "…";
    }
}
