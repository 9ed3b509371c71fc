using Qyran.Storage.Rows;

namespace Qyran.Server.Cameras;

/// <summary>A camera as people see it: its address without credentials, and how it is.</summary>
/// <param name="HasCredentials">User and password are stored; they are never shown.</param>
/// <param name="HasScene">Measured and judged by a scene; else only counted.</param>
internal sealed record CameraView(
    string Id, string Site, string Name, string Source, bool HasCredentials, bool HasScene, int KeepDays, int? KeepGb, bool Paused,
    IReadOnlyList<BlackenedZone> Blackened, CameraState State)
{
    public static CameraView Of(CameraRow row, CameraState state)
    {
        var settings = CameraSettings.Of(row.Settings);
        return new(row.Id, row.SiteId, row.Name, settings.Source, row.SealedSecret is not null, settings.Scene is not null, settings.KeepDays, settings.KeepGb, row.Paused, settings.Blackened ?? [], state);
    }
}
