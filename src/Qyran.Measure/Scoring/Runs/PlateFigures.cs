namespace Qyran.Measure.Scoring.Runs;

/// <summary>How accepted plate texts compare with the true ones.</summary>
/// <param name="Vehicles">Vehicles with a plate that were tracked.</param>
/// <param name="Accepted">Passages with an accepted text.</param>
/// <param name="Exact">Of those, exactly right.</param>
/// <param name="CharacterErrors">Edits between accepted and true texts.</param>
/// <param name="Characters">Characters of the true texts of accepted passages.</param>
/// <param name="Reads">Single readings, all vehicles; null where the result does not say.</param>
public sealed record PlateFigures(int Vehicles, int Accepted, int Exact, int CharacterErrors, int Characters, int? Reads)
{
    /// <summary>Share of accepted texts that are exactly right; 1 when none is accepted.</summary>
    public double Precision => Accepted == 0 ? 1 : Exact / (double)Accepted;

    /// <summary>Share of the vehicles read exactly.</summary>
    public double ExactShare => Vehicles == 0 ? 0 : Exact / (double)Vehicles;
    public double CharacterErrorRate => Characters == 0 ? 0 : CharacterErrors / (double)Characters;
    public double? ReadsPerVehicle => Vehicles == 0 ? null : Reads / (double?)Vehicles;

    public static PlateFigures operator +(PlateFigures a, PlateFigures b) => new(a.Vehicles + b.Vehicles, a.Accepted + b.Accepted, a.Exact + b.Exact,
        a.CharacterErrors + b.CharacterErrors, a.Characters + b.Characters, a.Reads is null && b.Reads is null ? null : (a.Reads ?? 0) + (b.Reads ?? 0));

    /// <summary>Fewest insertions, deletions and replacements from one text to the other (Levenshtein).</summary>
    public static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
