using System.Collections.Immutable;
using Qyran.Storage.Rows;

namespace Qyran.Storage.Queue;

/// <summary>What a delivery changed in the database, as it is there now. What was there before is left out, but for passages of a batch of which some were.</summary>
/// <param name="Cases">New ones, and those that have got their pack.</param>
/// <param name="Alerts">Of these passages.</param>
public sealed record Delivered(ImmutableArray<PassageRow> Passages, ImmutableArray<CaseRow> Cases, ImmutableArray<AlertRow> Alerts);
