using System.Security.Cryptography;
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
    public static string Of(DataFolder folder, string camera, string detector)
    {
        var path = AdaptedPath(folder, camera);
        return detector == ShippedModels.Road && File.Exists(path) && Adaptation.Open(path).Read is { } made
            && made.BaseSha256 == Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(detector))) ? path : detector;
    }
}
