namespace Qyran.Domain.Scenes;

/// <summary>The camera the scene was drawn for.</summary>
/// <param name="Width">Raw picture width, px; a video of another size is refused.</param>
/// <param name="Site">Where it stands, for people; may be null.</param>
/// <param name="HeightMetres">Lens above the road, m; null when unknown.</param>
/// <param name="Clock">Why the stamps of a recording may be taken for time, which none proves by itself: who checked the camera's clock and how;
/// null when nobody did. A recording then carries no speed. Live cameras don't need it.</param>
public sealed record SceneCamera(string Id, int Width, int Height, string? Site, double? HeightMetres, string? Clock = null)
{
    /// <summary>How a <see cref="Clock"/> begins that nobody checked: recordings are timed by it for statistics, and no case rests on that.</summary>
    public const string Assumed = "assumed:";

    /// <summary>The clock is stated, and nobody checked it.</summary>
    public bool ClockAssumed => Clock?.StartsWith(Assumed, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Null where none is stated: then speeds are judged without one, and packs say that there is none.</summary>
    public DeviceVerification? Verification { get; init; }
}
