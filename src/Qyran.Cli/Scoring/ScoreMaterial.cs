using System.Diagnostics.CodeAnalysis;
using Qyran.Domain.Failures;

namespace Qyran.Cli.Scoring;

/// <summary>Finds the ground truth that is never committed: <c>--data</c>, else <c>QYRAN_DATA</c>, else <c>../shared/data</c> beside the project.</summary>
internal static class ScoreMaterial
{
    /// <summary>The folder, or why there is none.</summary>
    public static string? Find(string? given, out Failure? failure)
    {
        failure = null;
        var asked = given ?? Environment.GetEnvironmentVariable("QYRAN_DATA");
        var path = asked is { Length: > 0 } ? asked : Beside();
        if (path is not null && Directory.Exists(path)) return Path.GetFullPath(path);
        failure = new(FailureKind.NotFound, asked is { Length: > 0 }
            ? $"no ground truth: there is no folder '{asked}'"
            : "no ground truth: give its folder with --data DIR or QYRAN_DATA (docs/howto/measure-accuracy.md says what goes there)");
        return null;
    }

    /// <summary>Opens a text file for <paramref name="read"/>; a failure names the file.</summary>
    public static bool TryRead<T>(string path, Reader<T> read, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Failure? failure) where T : class
    {
        value = null;
        try
        {
            using var text = File.OpenText(path);
            if (read(text, out value, out var wrong) && value is not null)
            {
                failure = null;
                return true;
            }
            failure = new(wrong?.Kind ?? FailureKind.Unreadable, $"{path}: {wrong?.Text ?? "can't be read"}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            failure = new(FailureKind.NotFound, $"there is no file '{path}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.Unreadable, $"{path}: {e.Message}");
        }
        return false;
    }

    internal delegate bool Reader<T>(TextReader text, out T? value, out Failure? failure) where T : class;

    /// <summary>The project's folder, where the program runs out of it.</summary>
    public static string? Project
    {
        get
        {
            for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
                if (File.Exists(Path.Combine(at, "Qyran.slnx"))) return at;
            return null;
        }
    }

    private static string? Beside() => Project is { } project ? Path.Combine(project, "..", "shared", "data") : null;
}
