using System.Text.Json;

namespace Qyran.Server.Cameras;

/// <summary>What of a camera is kept as JSON beside its row; no password ever.</summary>
/// <param name="Source">rtsp://host/path and the like, or <c>video:name.mp4</c>: a file in the data folder's <c>videos/</c>, played again and again as a camera.</param>
/// <param name="Scene">The scene file's text; null: vehicles are counted, nothing is measured or judged.</param>
/// <param name="KeepDays">How long recordings are kept; evidence is kept regardless.</param>
/// <param name="KeepGb">At most so much of recordings; null: no limit but the disk.</param>
/// <param name="Suspended">Why measuring waits for a person; null while it does not.</param>
/// <param name="Blackened">Privacy zones; null: none.</param>
internal sealed record CameraSettings(string Source, string? Scene = null, int KeepDays = CameraSettings.UsualDays, int? KeepGb = null, string? Suspended = null, IReadOnlyList<BlackenedZone>? Blackened = null)
{
    /// <summary>Recordings are kept so long where nobody chose otherwise.</summary>
    public const int UsualDays = 7;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string Json() => JsonSerializer.Serialize(this, Options);

    /// <summary>Throws when somebody has written something else into the database.</summary>
    public static CameraSettings Of(string json) => JsonSerializer.Deserialize<CameraSettings>(json, Options) ?? throw new JsonException("a camera without settings");
}
