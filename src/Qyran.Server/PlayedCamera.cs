namespace Qyran.Server;

/// <summary>A video file that is played as a camera, again and again.</summary>
/// <param name="Video">Name of a file in the data folder's <c>videos</c>.</param>
/// <param name="Scene">The scene file's text; null: counted only.</param>
public sealed record PlayedCamera(string Site, string SiteName, string Id, string Name, string Video, string? Scene)
{
    /// <summary>Where it stands on the map, degrees; null: nowhere.</summary>
    public (double LatitudeDeg, double LongitudeDeg)? At { get; init; }
}
