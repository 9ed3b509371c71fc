using Qyran.Domain.Plates;
using Qyran.Storage.Rows;

namespace Qyran.Server.Passages;

/// <summary>One vehicle through one camera's scene.</summary>
/// <param name="Class">car, van, bus, truck, motorcycle, bicycle, person or unknown.</param>
/// <param name="Direction">along or against; null without a lane or without movement.</param>
/// <param name="SpeedRefused">Why no speed was measured.</param>
/// <param name="Match">How near the plate is to the one asked for: exact, lookalike, oneedit, twoedits.</param>
/// <param name="Photo">Where its picture is; null when none was kept.</param>
/// <param name="Foreign">Another maker's device has stated all of this and handed it in; null: Qyran has measured it.</param>
internal sealed record PassageView(
    string Id, string Camera, string Site, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, string Class, string? Lane, string? Direction,
    PassageView.PlateView? Plate, PassageView.SpeedView? Speed, string? SpeedRefused, string? Match, string? Photo, PassageView.ForeignView? Foreign)
{
    /// <param name="Confidence">0 to 1.</param>
    internal sealed record PlateView(string Text, string? Country, double Confidence);

    /// <param name="ErrorKmh">Half width of the stated 95 % interval.</param>
    /// <param name="MarginKmh">What the law takes off.</param>
    /// <param name="Calibration">Which survey it rests on; of a foreign speed, which device states it.</param>
    internal sealed record SpeedView(decimal Kmh, decimal ErrorKmh, decimal MarginKmh, string Calibration);

    /// <param name="TheirId">The device's own id of the passage.</param>
    /// <param name="Approval">Certificate the device names for its measurement.</param>
    /// <param name="TimeQuality">How its clock stood by its own word: synchronised, free or unknown.</param>
    /// <param name="TimeErrorUs">Greatest error of its instants by its own word.</param>
    internal sealed record ForeignView(string Device, string TheirId, string Maker, string Model, string Serial, string? Approval, string TimeQuality, long? TimeErrorUs, DateTimeOffset ReceivedAt);

    public static PassageView Of(PassageRow p, PlateMatch? match = null) => new(
        p.Id, p.CameraId, p.SiteId, Moment.Of(p.FirstSeenUs), Moment.Of(p.LastSeenUs), p.Class.ToString().ToLowerInvariant(), p.Lane, p.Direction,
        p.Plate is { } plate ? new PlateView(plate.Text, plate.Country, plate.Confidence) : null,
        p.Speed is { } speed ? new SpeedView(speed.Value.Kmh, speed.Error.Kmh, speed.Margin.Kmh, speed.By) : null, p.SpeedRefused,
        match?.ToString().ToLowerInvariant(), PassagePhoto.PathOf(p) is null ? null : $"/api/passages/{Uri.EscapeDataString(p.Id)}/photo",
        p.Foreign is { } f ? new ForeignView(f.DeviceId, f.TheirId, f.Maker, f.Model, f.Serial, f.Approval, f.TimeQuality, f.TimeErrorUs, Moment.Of(f.ReceivedUs)) : null);
}
