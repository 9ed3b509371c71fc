namespace Qyran.Server.Sites;

/// <summary>A place with cameras.</summary>
/// <param name="LatitudeDeg">WGS 84; null when nobody has put it on the map.</param>
internal sealed record SiteView(string Id, string Name, double? LatitudeDeg, double? LongitudeDeg);
