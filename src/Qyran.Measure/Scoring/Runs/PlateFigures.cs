namespace Qyran.Measure.Scoring.Runs;

/// <summary>How accepted plate texts compare with the true ones.</summary>
/// <param name="Vehicles">Vehicles whose plate was seen whole for half a second, tracked or not.</param>
/// <param name="Exact">Of those, with an accepted text that is exactly right; one with several such passages counts once.</param>
/// <param name="Accepted">Passages with an accepted text.</param>
/// <param name="AcceptedRight">Of those, exactly right.</param>
/// <param name="CharacterErrors">Edits between accepted and true texts.</param>
/// <param name="Characters">Characters of the true texts of accepted passages.</param>
/// <param name="Reads">Readings that say just what was accepted, all accepted texts; null where the result does not say.</param>
public sealed record PlateFigures(int Vehicles, int Exact, int Accepted, int AcceptedRight, int CharacterErrors, int Characters, int? Reads)
{
    /// <summary>Share of accepted texts that are exactly right; 1 when none is accepted.</summary>
    public double Precision => Accepted == 0 ? 1 : AcceptedRight / (double)Accepted;

    /// <summary>Share of the vehicles read exactly.</summary>
    public double ExactShare => Vehicles == 0 ? 0 : Exact / (double)Vehicles;

    /// <summary>Edits per character of the true texts, of accepted texts alone: what is not accepted has no part in it.</summary>
    public double CharacterErrorRate => Characters == 0 ? 0 : CharacterErrors / (double)Characters;
    public double? ReadsPerAccepted => Accepted == 0 ? null : Reads / (double?)Accepted;

    public static PlateFigures operator +(PlateFigures a, PlateFigures b) => new(a.Vehicles + b.Vehicles, a.Exact + b.Exact, a.Accepted + b.Accepted, a.AcceptedRight + b.AcceptedRight,
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
