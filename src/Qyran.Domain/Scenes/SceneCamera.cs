namespace Qyran.Domain.Scenes;

/// <summary>The camera the scene was drawn for.</summary>
/// <param name="Width">Raw picture width, px; a video of another size is refused.</param>
/// <param name="Site">Where it stands, for people; may be null.</param>
/// <param name="HeightMetres">Lens above the road, m; null when unknown.</param>
public sealed record SceneCamera(string Id, int Width, int Height, string? Site, double? HeightMetres);
