namespace Qyran.Domain.Scenes;

/// <summary>The camera the scene was drawn for.</summary>
/// <param name="Width">Raw picture width, px; a video of another size is refused.</param>
/// <param name="Site">Where it stands, for people; may be null.</param>
/// <param name="HeightMetres">Lens above the road, m; null when unknown.</param>
/// <param name="Clock">Why a recording that only counts its frames may be timed by its declared rate: who checked the camera's clock and how;
/// null when nobody did. Such a recording then carries no speed. Recordings with measured stamps and live cameras don't need it.</param>
public sealed record SceneCamera(string Id, int Width, int Height, string? Site, double? HeightMetres, string? Clock = null)
{
    /// <summary>Null where none is stated: then speeds are judged without one, and packs say that there is none.</summary>
    public DeviceVerification? Verification { get; init; }
}
