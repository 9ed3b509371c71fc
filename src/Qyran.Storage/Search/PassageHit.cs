using Qyran.Domain.Plates;
using Qyran.Storage.Rows;

namespace Qyran.Storage.Search;

/// <param name="Match">How near the plate is; null when no plate was asked for.</param>
public sealed record PassageHit(PassageRow Passage, PlateMatch? Match);
