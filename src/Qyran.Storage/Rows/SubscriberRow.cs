using System.Collections.Immutable;

namespace Qyran.Storage.Rows;

/// <summary>Another system that is told what happens here.</summary>
/// <param name="Kind">hook or broker.</param>
/// <param name="Kinds">Which of <see cref="EventKinds"/>.</param>
/// <param name="SiteId">Only events of this site; null: of all.</param>
/// <param name="SealedSecret">Encrypted by the caller; storage never sees the clear text.</param>
/// <param name="Paused">Why nothing is sent; null: it is.</param>
public sealed record SubscriberRow(string Id, string Kind, string Address, ImmutableArray<string> Kinds, string? SiteId, ImmutableArray<byte> SealedSecret, string? Paused, long MadeUs)
{
    public const string Hook = "hook", Broker = "broker";

    /// <summary>Facts are compared by what they hold: an array is not the same object after a trip through a database.</summary>
    public bool Equals(SubscriberRow? other) => other is not null
        && (Id, Kind, Address, SiteId, Paused, MadeUs) == (other.Id, other.Kind, other.Address, other.SiteId, other.Paused, other.MadeUs)
        && Kinds.SequenceEqual(other.Kinds) && SealedSecret.AsSpan().SequenceEqual(other.SealedSecret.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Id, Address);
}
