using System.Collections.Immutable;
using Qyran.Server.Access;
using Qyran.Storage.Rows;

namespace Qyran.Server.Watchlists;

/// <summary>A watched plate as the list shows it.</summary>
/// <param name="Plate">Capital letters and digits; ? for a sign nobody knows.</param>
/// <param name="Basis">The law, order or report it rests on.</param>
/// <param name="Sites">Those of the asker's it holds for; null: every site.</param>
/// <param name="Until">Null: until somebody ends it.</param>
/// <param name="State">coming, holding or over.</param>
/// <param name="EndedBy">Who ended it before its time.</param>
/// <param name="MayEnd">It holds at none but the asker's sites, and is not over.</param>
internal sealed record WatchView(
    string Id, string Plate, string Reason, string Basis, ImmutableArray<string>? Sites, DateTimeOffset From, DateTimeOffset? Until, string EnteredBy, DateTimeOffset EnteredAt,
    string? EndedBy, DateTimeOffset? EndedAt, string State, bool MayEnd)
{
    public static WatchView Of(WatchRow w, Asker asker, long nowUs)
    {
        var over = w.EndedUs is not null || w.UntilUs <= nowUs;
        ImmutableArray<string>? sites = w.Sites is { } some ? [.. some.Where(asker.Sees)] : null;
        return new(w.Id, w.Plate, w.Reason, w.Basis, sites, Moment.Of(w.FromUs), w.UntilUs is { } until ? Moment.Of(until) : null, w.EnteredBy, Moment.Of(w.EnteredUs),
            w.EndedBy, w.EndedUs is { } ended ? Moment.Of(ended) : null, over ? "over" : w.FromUs > nowUs ? "coming" : "holding", !over && IsOf(w, asker));
    }

    /// <summary>It holds at one of the asker's sites.</summary>
    public static bool Shows(WatchRow w, Asker asker) => w.Sites is not { } sites || sites.Any(asker.Sees);

    /// <summary>It holds at none but the asker's sites.</summary>
    public static bool IsOf(WatchRow w, Asker asker) => asker.Sites is null || (w.Sites is { } sites && sites.All(asker.Sees));
}
