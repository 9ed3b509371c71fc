using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Qyran.Storage.Rows;

/// <summary>A passage with the readings its plate rests on; stored together or not at all.</summary>
[method: JsonConstructor]
public sealed record PassageEntry(PassageRow Passage, ImmutableArray<ReadingRow> Readings)
{
    public PassageEntry(PassageRow passage) : this(passage, []) { }
}
