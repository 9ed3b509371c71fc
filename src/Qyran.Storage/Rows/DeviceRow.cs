namespace Qyran.Storage.Rows;

/// <summary>Another maker's camera or radar that hands in passages.</summary>
/// <param name="Id">Never the id of a camera: passages name it where ours name their camera.</param>
/// <param name="Serial">On its plate; what it hands in must name the same.</param>
/// <param name="Approval">Certificate of its approval; null: none known.</param>
/// <param name="MadeUs">When it was registered, µs since the Unix epoch, UTC.</param>
public sealed record DeviceRow(string Id, string SiteId, string Name, string Maker, string Model, string Serial, string? Approval, long MadeUs);
