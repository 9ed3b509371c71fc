using Qyran.Storage.Rows;

namespace Qyran.Server.Devices;

/// <summary>Another maker's camera or radar that hands in passages.</summary>
/// <param name="Serial">What it hands in must name the same.</param>
/// <param name="Approval">Certificate of its approval; null: none known.</param>
internal sealed record DeviceView(string Id, string Site, string Name, string Maker, string Model, string Serial, string? Approval, DateTimeOffset MadeAt)
{
    public static DeviceView Of(DeviceRow d) => new(d.Id, d.SiteId, d.Name, d.Maker, d.Model, d.Serial, d.Approval, Moment.Of(d.MadeUs));
}
