namespace Qyran.Server;

/// <summary>Words of a closed choice, as they come in requests.</summary>
internal static class ClosedChoice
{
    /// <summary>One name of the choice in any case, and nothing else: the framework's own reading takes numbers, signs and lists too.</summary>
    public static bool TryRead<T>(string? word, out T value) where T : struct, Enum
    {
        var at = Array.FindIndex(Enum.GetNames<T>(), n => n.Equals(word, StringComparison.OrdinalIgnoreCase));
        value = at < 0 ? default : Enum.GetValues<T>()[at];
        return at >= 0;
    }
}
