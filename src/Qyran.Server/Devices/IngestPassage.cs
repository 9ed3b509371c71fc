using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Plates;
using Qyran.Domain.Units;
using Qyran.Server.Access;
using Qyran.Server.Live;
using Qyran.Server.Passages;
using Qyran.Server.Watchlists;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.Server.Devices;

/// <summary>
/// Another maker's device hands in a passage with its own evidence. Kept as what the device states and marked as that; no rule judges it, so no case comes of it.
/// Handed in again it changes nothing; the same id with anything else is refused.
/// </summary>
internal static class IngestPassage
{
    /// <summary>The part <c>passage</c>.</summary>
    /// <param name="Id">The device's own id of the passage.</param>
    /// <param name="Serial">The device's serial number, as it is registered.</param>
    /// <param name="TimeQuality">synchronised (with UTC, watched), free (running by itself) or unknown.</param>
    /// <param name="Class">car, van, bus, truck, motorcycle, bicycle, person or unknown.</param>
    /// <param name="LeftAt">Left out: the same instant.</param>
    /// <param name="TimeErrorUs">Greatest error of the instants, if the device can state one.</param>
    /// <param name="Direction">along or against.</param>
    /// <param name="Approval">Certificate of its approval; left out: the registered one.</param>
    internal sealed record Statement(
        string Id, string Serial, DateTimeOffset SeenAt, string TimeQuality, string Class, DateTimeOffset? LeftAt = null, long? TimeErrorUs = null, StatedPlate? Plate = null, StatedSpeed? Speed = null,
        string? Lane = null, string? Direction = null, string? Approval = null);

    /// <param name="Confidence">0 to 1.</param>
    /// <param name="Country">KZ; left out when unsure.</param>
    internal sealed record StatedPlate(string Text, double Confidence, string? Country = null);

    /// <param name="ValueMmph">mm/h: 1 km/h is 1,000,000 and 1 mph is 1,609,344.</param>
    /// <param name="ErrorMmph">Half width of the interval the device states.</param>
    internal sealed record StatedSpeed(long ValueMmph, long ErrorMmph);

    internal static async Task<Results<Created<PassageView>, Ok<PassageView>, ProblemHttpResult>> Handle(
        HttpRequest request, ClaimsPrincipal who, Store store, DataFolder folder, Announcer announcer, TimeProvider clock, CancellationToken stop)
    {
        if (Asker.Known(who).Device is not { } id || await store.Devices.Find(id, stop) is not { } device) return Problems.Forbidden("this key's device is not registered any more");
        using var parts = new IngestParts(folder, device.Id);
        if (await parts.Read(request, stop) is { } failure) return Problems.Of(failure);
        var said = parts.Statement;
        if (Refusal(said, device, clock.GetUtcNow()) is { } why) return Problems.Invalid(why);

        var hash = Secrets.Hash(parts.Content);
        var handed = await store.Devices.HandIn(new HandedInRow(device.Id, said.Id, hash, $"{device.Id}-{Secrets.Hash(said.Id)[..20]}"), stop);
        if (handed.Sha256 != hash) return Problems.Conflict($"'{said.Id}' was handed in before with another content; what is stored is never changed");
        if (await store.Passages.Find(handed.PassageId, stop) is { } there) return TypedResults.Ok(PassageView.Of(there));

        var row = Row(said, device, handed.PassageId, clock.GetUtcNow().Us()) with { Evidence = [.. await parts.Keep(store, handed.PassageId, clock, stop)] };
        if (await store.Passages.Add([new PassageEntry(row)], stop) == 1)
        {
            announcer.Say("passage", PassageView.Of(row), row.SiteId);
            foreach (var alert in await store.Watchlist.Of([row.Id], stop)) announcer.Say("watch", AlertView.Of(alert, row), alert.SiteId);
        }
        return TypedResults.Created($"/api/passages/{row.Id}", PassageView.Of(row));
    }

    private static PassageRow Row(Statement said, DeviceRow device, string id, long nowUs) => new(
        id, device.Id, device.SiteId, said.SeenAt.Us(), (said.LeftAt ?? said.SeenAt).Us(), Enum.Parse<RoadUser>(said.Class, ignoreCase: true), 0, said.Lane, said.Direction,
        said.Plate is { } plate ? new PlateRow(plate.Text, Named.Country(plate.Country), plate.Confidence) : null,
        said.Speed is { } speed ? new SpeedReading(new Speed(speed.ValueMmph), new Speed(speed.ErrorMmph), "device " + device.Id) : null, said.Speed is null ? "the device states none" : null, [])
    {
        Foreign = new ForeignRow(device.Id, said.Id, device.Maker, device.Model, device.Serial, said.Approval ?? device.Approval, said.TimeQuality, said.TimeErrorUs, nowUs),
    };

    private static string? Refusal(Statement said, DeviceRow device, DateTimeOffset now)
    {
        if (said.Id is not { Length: > 0 and <= 100 } || said.Id.Any(char.IsControl)) return "id is the device's own, of 1 to 100 signs";
        if (said.Serial != device.Serial) return $"this key belongs to the device with serial {device.Serial}, not '{said.Serial}'";
        if (said.SeenAt < now.AddYears(-5) || said.SeenAt > now.AddDays(1)) return "seen_at must lie within the last five years and not ahead of this server's clock by more than a day";
        if (said.LeftAt < said.SeenAt || said.LeftAt > said.SeenAt.AddHours(1)) return "left_at must not be before seen_at nor more than an hour after it";
        if (said.TimeQuality is not ("synchronised" or "free" or "unknown")) return "time_quality is synchronised, free or unknown";
        if (said.TimeErrorUs is < 0) return "time_error_us must not be negative";
        if (!ClosedChoice.TryRead<RoadUser>(said.Class, out var kind))
            return $"there is no class '{said.Class}'; there are {string.Join(", ", Enum.GetNames<RoadUser>()).ToLowerInvariant()}";
        if (said.Plate is { } plate && (PlateForm.Normalise(plate.Text).Length is 0 or > 32 || plate.Text.Length > 64 || plate.Confidence is not (>= 0 and <= 1) || plate.Country is not (null or { Length: 1 or 2 or 3 })))
            return "a plate has a text of 1 to 32 letters and digits, a confidence from 0 to 1, and a country of up to 3 letters or none";
        if (said.Speed is { } speed && (speed.ValueMmph is not (>= 0 and <= 1_000_000_000) || speed.ErrorMmph is not (>= 0 and <= 1_000_000_000)))
            return "a speed and its error are from 0 to 1,000,000,000 mm/h (1000 km/h)";
        if (said.Lane is not (null or { Length: > 0 and <= 40 })) return "a lane has at most 40 signs";
        if (said.Direction is not (null or "along" or "against")) return "direction is along or against";
        return said.Approval is null or { Length: > 0 and <= 200 } ? null : "an approval has at most 200 signs";
    }
}
