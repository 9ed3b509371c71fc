using Qyran.Domain.Plates;
using Qyran.Storage.Rows;

namespace Qyran.Server.Passages;

/// <summary>One vehicle through one camera's scene.</summary>
/// <param name="Class">car, van, bus, truck, motorcycle, bicycle, person or unknown.</param>
/// <param name="Direction">along or against; null without a lane or without movement.</param>
/// <param name="SpeedRefused">Why no speed was measured.</param>
/// <param name="Match">How near the plate is to the one asked for: exact, lookalike, oneedit, twoedits.</param>
/// <param name="Photo">Where its picture is; null when none was kept.</param>
internal sealed record PassageView(
    string Id, string Camera, string Site, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, string Class, string? Lane, string? Direction,
    PassageView.PlateView? Plate, PassageView.SpeedView? Speed, string? SpeedRefused, string? Match, string? Photo)
{
    /// <param name="Confidence">0 to 1.</param>
    internal sealed record PlateView(string Text, string? Country, double Confidence);

    /// <param name="ErrorKmh">Half width of the stated 95 % interval.</param>
    /// <param name="Calibration">Which survey it rests on.</param>
    internal sealed record SpeedView(decimal Kmh, decimal ErrorKmh, string Calibration);

    public static PassageView Of(PassageRow p, PlateMatch? match = null) => new(
        p.Id, p.CameraId, p.SiteId, Moment.Of(p.FirstSeenUs), Moment.Of(p.LastSeenUs), p.Class.ToString().ToLowerInvariant(), p.Lane, p.Direction,
        p.Plate is { } plate ? new PlateView(plate.Text, plate.Country, plate.Confidence) : null,
        p.Speed is { } speed ? new SpeedView(speed.Value.Kmh, speed.Error.Kmh, speed.By) : null, p.SpeedRefused,
        match?.ToString().ToLowerInvariant(), PassagePhoto.PathOf(p) is null ? null : $"/api/passages/{Uri.EscapeDataString(p.Id)}/photo");
}
