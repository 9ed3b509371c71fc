using Qyran.Domain.Cases;
using Qyran.Domain.Plates;

namespace Qyran.Rules.Exemptions;

/// <summary>
/// The exemptions in force, looked up by plate. Immutable. Compared are normalised plates sign by sign: that a permit says O where the plate has 0 makes no exemption,
/// and a vehicle whose plate was not accepted has none.
/// </summary>
public sealed class ExemptionList(IReadOnlyCollection<Exemption> entries)
{
    private readonly ILookup<string, Exemption> byPlate = entries.ToLookup(e => e.Plate, StringComparer.Ordinal);

    /// <summary>Nobody is exempt.</summary>
    public static ExemptionList None { get; } = new([]);

    /// <summary>There is a list and nobody can read it: who stands on it is not known, so nobody is accused by his plate.</summary>
    public static ExemptionList Unreadable { get; } = new([]) { IsReadable = false };

    public int Count { get; } = entries.Count;

    private bool IsReadable { get; init; } = true;

    /// <summary>Those that hold for this plate and rule at that instant; where the instant is not known only those that hold at any time.</summary>
    /// <param name="plate">An accepted plate, as it was read or as it is stored.</param>
    public IEnumerable<Exemption> Of(string plate, string rule, DateTimeOffset? at) => Listed(plate, rule).Where(e => e.Holds(at) is true);

    /// <summary>The finding as it stands for the vehicle of this plate: a rule it is exempt from is kept, doubt about the hour goes to the driver.</summary>
    /// <param name="at">The offence's instant; null where the hour is not known.</param>
    public Finding Judge(Finding finding, string plate, DateTimeOffset? at)
    {
        if (finding.Verdict is not Verdict.Broken) return finding;
        if (!IsReadable) return finding with { Verdict = new Verdict.Undecided("the list of exemptions cannot be read") };
        if (Of(plate, finding.Rule, at).FirstOrDefault() is { } holds)
            return finding with { Exempt = holds, Verdict = new Verdict.Kept($"exempt: plate {holds.Plate}, basis {holds.Basis}") };
        return Listed(plate, finding.Rule).Any(e => e.Holds(at) is null)
            ? finding with { Verdict = new Verdict.Undecided("the hour is not known, and its plate is exempt for a given time") } : finding;
    }

    private IEnumerable<Exemption> Listed(string plate, string rule) => byPlate[PlateForm.Normalise(plate)].Where(e => e.Concerns(rule));
}
