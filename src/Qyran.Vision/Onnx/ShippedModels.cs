namespace Qyran.Vision.Onnx;

/// <summary>
/// Where the models that come with the program lie: the folder named by <c>QYRAN_MODELS</c> and nowhere else when that is set, else <c>models</c>
/// beside the program, else <c>models</c> in a folder above it, up to the project's own. Asks the disk each time; keeps nothing.
/// </summary>
public static class ShippedModels
{
    /// <summary>Full path of the detector of road users, or null where it is not there.</summary>
    public static string? Road => Find("road.onnx", Environment.GetEnvironmentVariable("QYRAN_MODELS"), AppContext.BaseDirectory);

    /// <summary>The plate finder and the plate reader; null where they are not there.</summary>
    public static string? PlateFinder => Find("plate-finder.onnx", Environment.GetEnvironmentVariable("QYRAN_MODELS"), AppContext.BaseDirectory);
    public static string? PlateReader => Find("plate-reader.onnx", Environment.GetEnvironmentVariable("QYRAN_MODELS"), AppContext.BaseDirectory);

    /// <summary>For the message when there is none.</summary>
    public const string Where = "a folder named by QYRAN_MODELS, or models/ beside the program";

    internal static string? Find(string file, string? named, string program)
    {
        if (named is { Length: > 0 }) return In(named, file);
        return ShippedFiles.Find(Path.Combine("models", file), program);
    }

    private static string? In(string folder, string file) => Path.Combine(folder, file) is var path && File.Exists(path) ? Path.GetFullPath(path) : null;
}
