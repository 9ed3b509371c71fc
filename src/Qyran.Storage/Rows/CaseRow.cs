using System.Collections.Immutable;

namespace Qyran.Storage.Rows;

/// <summary>A broken rule on its way through people.</summary>
/// <param name="Offence">Citation of the law; null when the scene names none.</param>
/// <param name="AtUs">The instant of the offence, µs since the Unix epoch, UTC.</param>
/// <param name="Facts">What the verdict rests on, name (ending in its unit) and value.</param>
/// <param name="Evidence">Path of the pack below the data folder; null when none could be made.</param>
/// <param name="CreatedUs">When it was filed.</param>
/// <param name="DecidedBy">Who decided; null before, together with <paramref name="DecidedUs"/> and <paramref name="Reason"/>.</param>
/// <param name="Reason">Code of the decision's reason.</param>
/// <param name="Version">Raised by one with every change; a change names the version it was made from.</param>
/// <param name="SiteId">Where its camera stood; null when nobody knows any more: then only who may see every site sees it.</param>
public sealed record CaseRow(
    string Id, string PassageId, string CameraId, string Rule, string? Offence, string Why, long AtUs, ImmutableSortedDictionary<string, string> Facts,
    string? Evidence, CaseState State, long CreatedUs, long? DecidedUs = null, string? DecidedBy = null, string? Reason = null, int Version = 1, string? SiteId = null)
{
    public bool Equals(CaseRow? other) => other is not null
        && (Id, PassageId, CameraId, Rule, Offence, Why, AtUs) == (other.Id, other.PassageId, other.CameraId, other.Rule, other.Offence, other.Why, other.AtUs)
        && (Evidence, State, CreatedUs, DecidedUs, DecidedBy, Reason) == (other.Evidence, other.State, other.CreatedUs, other.DecidedUs, other.DecidedBy, other.Reason)
        && (Version, SiteId) == (other.Version, other.SiteId) && Facts.SequenceEqual(other.Facts);

    public override int GetHashCode() => HashCode.Combine(Id, Version);
}
