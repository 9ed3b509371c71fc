namespace Qyran.Domain.Signals;

/// <summary>A state as files and pictures name it.</summary>
public static class SignalWords
{
    public static string Word(SignalState state) => state switch
    {
        SignalState.RedYellow => "red-yellow",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>The state of this name; null when there is none.</summary>
    public static SignalState? State(string word)
    {
        foreach (var state in Enum.GetValues<SignalState>())
            if (Word(state) == word) return state;
        return null;
    }
}
