using Qyran.Server.Passages;
using Qyran.Storage.Rows;

namespace Qyran.Server.Watchlists;

/// <summary>A watched plate has passed. Says which, where and when, never why it is watched: more people and systems are told than may read the list.</summary>
/// <param name="Watch">Id of what is on the list.</param>
/// <param name="Watched">The watched plate; ? for a sign nobody knows.</param>
/// <param name="Plate">As it was read.</param>
/// <param name="Match">sure: every sign as it was read; possible: one sign is what the reader held for possible, or the watched plate leaves signs open.</param>
/// <param name="At">When the vehicle was first seen.</param>
/// <param name="Photo">Where the passage's picture is; null when none was kept.</param>
internal sealed record AlertView(string Id, string Watch, string Watched, string Plate, string Match, string Passage, string Camera, string Site, DateTimeOffset At, string? Photo)
{
    /// <param name="passage">Null: it is not kept any more.</param>
    public static AlertView Of(AlertRow a, PassageRow? passage) => new(
        a.Id, a.WatchId, a.Watched, a.Read, a.Match.ToString().ToLowerInvariant(), a.PassageId, a.CameraId, a.SiteId, Moment.Of(a.AtUs), passage is null ? null : PassageView.Of(passage).Photo);
}
