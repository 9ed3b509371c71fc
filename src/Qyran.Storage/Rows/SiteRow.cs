namespace Qyran.Storage.Rows;

/// <summary>A place with cameras.</summary>
/// <param name="LatitudeDeg">WGS 84; null when nobody has put it on the map.</param>
public sealed record SiteRow(string Id, string Name, double? LatitudeDeg = null, double? LongitudeDeg = null);
