using Qyran.Domain.Plates;

namespace Qyran.Storage.Rows;

/// <summary>A watched plate has passed. One for a passage and watch; it is no case and never becomes one.</summary>
/// <param name="Id">Made of the two it joins, so that it cannot be there twice.</param>
/// <param name="Watched">The watched plate, as it was listed.</param>
/// <param name="Read">The passage's plate, as it was read.</param>
/// <param name="AtUs">When the vehicle was first seen, µs since the Unix epoch, UTC.</param>
public sealed record AlertRow(string Id, string WatchId, string PassageId, string CameraId, string SiteId, string Watched, string Read, WatchMatch Match, long AtUs)
{
    public static AlertRow Of(WatchRow watch, PassageRow passage, WatchMatch match) =>
        new($"{watch.Id}-{passage.Id}", watch.Id, passage.Id, passage.CameraId, passage.SiteId, watch.Plate, passage.Plate?.Text ?? "", match, passage.FirstSeenUs);
}
