using Qyran.Domain.Failures;
using Qyran.Storage.Files;
using Qyran.Vision.Adapted;
using Qyran.Vision.Onnx;

namespace Qyran.Server.Cameras;

/// <summary>Which detector a camera has: the server's, or that set right for its site (<c>qyran adapt</c>).</summary>
internal static class CameraDetector
{
    private const string Folder = "detectors";

    /// <summary>Where a camera's adapted detector lies.</summary>
    public static string AdaptedPath(DataFolder folder, string camera) => Path.Combine(folder.Root, Folder, camera + Adaptation.Ending);

    /// <summary>The adapted one where there is one that was made for the model the server uses; else the server's.</summary>
    /// <returns>And why an adapted one that lies there is not used, to be told; null where it is, or where there is none.</returns>
    public static (string Detector, Failure? Unused) Of(DataFolder folder, string camera, string detector)
    {
        var path = AdaptedPath(folder, camera);
        if (!File.Exists(path)) return (detector, null);
        if (Path.GetFullPath(detector) != ShippedModels.Road) return (detector, new(FailureKind.Unsupported, $"{Path.GetFileName(path)} rests on the shipped detector, the server was given another"));
        // opened as the line opens it: whether it fits its model is judged in one place
        if (!AdaptedDetector.TryOpen(path, out var made, out var unfit)) return (detector, unfit);
        made.Dispose();
        return (path, null);
    }
}
