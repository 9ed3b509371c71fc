using System.Collections.Immutable;

namespace Qyran.Storage.Rows;

/// <summary>A plate that is watched. Never changed but for its end; what ended stays.</summary>
/// <param name="Plate">Normalised, with <c>?</c> for a sign that is not known.</param>
/// <param name="Reason">Why it is watched.</param>
/// <param name="Basis">On what law, order or report.</param>
/// <param name="Sites">Ids of the sites it holds for; null: every site.</param>
/// <param name="FromUs">µs since the Unix epoch, UTC; vehicles that are first seen before are not told of.</param>
/// <param name="UntilUs">First instant at which it holds no more; null: until somebody ends it.</param>
/// <param name="EnteredUs">µs since the Unix epoch, UTC.</param>
/// <param name="EndedBy">Who ended it before its time; null: nobody.</param>
public sealed record WatchRow(
    string Id, string Plate, string Reason, string Basis, ImmutableArray<string>? Sites, long FromUs, long? UntilUs, string EnteredBy, long EnteredUs, string? EndedBy = null, long? EndedUs = null);
