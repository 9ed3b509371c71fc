using System.Collections.Immutable;

namespace Qyran.Line;

/// <summary>What measuring a pack again gave.</summary>
public sealed record ReplayReport(string CaseId, ImmutableArray<ReplayLine> Lines)
{
    /// <summary>True when nothing that could be compared differs.</summary>
    public bool Agrees => Lines.All(l => l.Same != false);

    /// <summary>Why the clip could not be compared; null when it was. Speed and verdict need nothing but the pack.</summary>
    public ReplayLine? NotCompared => Lines.FirstOrDefault(l => l.Same is null && l.What is not (Replay.OfVerdict or Replay.OfPassage));

    /// <summary>This version of the program judges otherwise than the one that made the pack.</summary>
    private bool JudgedOtherwise => Lines.Any(l => l.Same is null && l.What is Replay.OfVerdict or Replay.OfPassage);

    /// <summary>What it comes to, for people.</summary>
    public string Words => !Agrees ? "The pack does NOT measure again as it was recorded."
        : (JudgedOtherwise, NotCompared) switch
        {
            (false, null) => "The pack measures again as it was recorded.",
            (false, { } left) => $"Speed and verdict are again as they were recorded. The clip was NOT compared: {left.Text}.",
            (true, null) => "Speed and vehicle are again as they were recorded; another version of the program judged it, and this one judges otherwise.",
            (true, { } left) => $"The speed is again as it was recorded; another version of the program judged it, and this one judges otherwise. The clip was NOT compared: {left.Text}.",
        };
}
