using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Line.Adapting;
using Qyran.Rules;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Cameras;

/// <summary>What <c>qyran adapt CAMERA</c> learns from: the camera's last recorded hours and its scene.</summary>
public static class AdaptCamera
{
    /// <summary>Null with the reason when there is no such camera or nothing of it is recorded.</summary>
    public static async Task<(AdaptRequest?, Failure?)> Request(Store store, DataFolder folder, string id, double hours, CancellationToken stop)
    {
        var cameras = await store.Sites.Cameras(stop);
        if (cameras.FirstOrDefault(c => c.Id == id) is not { } camera)
            return (null, new(FailureKind.NotFound, $"the server has no camera '{id}'{(cameras.Length == 0 ? "" : $"; it has {string.Join(", ", cameras.Select(c => c.Id))}")}"));
        Scene? scene = null;
        if (CameraSettings.Of(camera.Settings).Scene is { } text && (scene = SceneFile.Read(Encoding.UTF8.GetBytes(text), RuleBook.KnownRules, out var errors)) is null)
            return (null, new(FailureKind.Invalid, $"the camera's scene cannot be read: {errors[0]}"));
        var rows = await store.Recordings.Covering(id, 0, long.MaxValue, stop);
        if (rows.IsEmpty) return (null, new(FailureKind.NotFound, $"nothing of the camera '{id}' is recorded"));
        var since = rows[^1].EndUs - (long)(hours * 3_600_000_000);
        ImmutableArray<string> videos = [.. rows.Where(r => r.EndUs > since).Select(r => folder.Full(r.Path)).Where(File.Exists)];
        return (new(id, videos, scene, CameraDetector.AdaptedPath(folder, id)), null);
    }
}
