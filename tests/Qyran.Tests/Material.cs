namespace Qyran.Tests;

/// <summary>Finds the real material that is never committed: <c>QYRAN_DATA</c>, else <c>../shared/data</c> beside the project.</summary>
internal static class Material
{
    public static string Root { get; } = FindRoot();
    public static string Project { get; } = FindProject();

    /// <summary>Full path of a file or folder below the material; skips the test, saying so, where it is not there.</summary>
    public static string Need(string relative)
    {
        var path = Path.Combine(Root, relative);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"needs {relative} (set QYRAN_DATA)");
        return path;
    }

    private static string FindRoot() =>
        Environment.GetEnvironmentVariable("QYRAN_DATA") is { Length: > 0 } set ? set : Path.Combine(FindProject(), "..", "shared", "data");

    private static string FindProject()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Qyran.slnx")))
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("the tests run inside the project's folder");
        return at;
    }
}
