using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Line.Report;

namespace Qyran.Line.Outputs;

/// <summary>How far the speeding rule could look: of a passage without a valid speed it says nothing, which is not that the limit was kept.</summary>
/// <param name="Measured">Passages with a valid speed.</param>
/// <param name="Without">Why the others have none, and how many for each reason, the commonest first.</param>
public sealed record SpeedingCount(int Measured, ImmutableArray<(string Why, int Passages)> Without)
{
    /// <summary>As scenes and cases name it.</summary>
    private const string Rule = "speeding";

    private const int MostReasons = 3;

    /// <summary>Passages without a valid speed.</summary>
    public int Unmeasured => Without.Sum(r => r.Passages);

    /// <summary>For people, without a full stop: how many were measured, how many not and why. Null where all were.</summary>
    public string? Text => Unmeasured == 0 ? null : string.Create(CultureInfo.InvariantCulture,
        $"{Words.Count(Measured, "passage was", "passages were")} measured, {Words.Count(Unmeasured, "has", "have")} no valid speed ({string.Join("; ", Without.Take(MostReasons).Select(Reason))}{(Without.Length > MostReasons ? "; …" : "")})");

    /// <summary>Null where the scene does not check the rule.</summary>
    public static SpeedingCount? Of(Scene? scene, IReadOnlyCollection<Passage> passages) => scene?.Rules.Any(r => r.Rule == Rule) is true
        ? new(passages.Count(p => p.Speed is not null), SpeedRefusals.Of(passages)) : null;

    private static string Reason((string Why, int Passages) reason) => string.Create(CultureInfo.InvariantCulture, $"{reason.Passages} × {reason.Why}");
}
