using System.Collections.Immutable;

namespace Qyran.Storage.Rows;

/// <summary>A camera as the settings page knows it.</summary>
/// <param name="Settings">JSON, as the caller wrote it; never holds a password.</param>
/// <param name="SealedSecret">Credentials, encrypted by the caller; storage never sees the clear text. Null: none.</param>
/// <param name="Paused">Not watched until somebody resumes it.</param>
public sealed record CameraRow(string Id, string SiteId, string Name, string Settings, ImmutableArray<byte>? SealedSecret = null, bool Paused = false)
{
    /// <summary>Facts are compared by what they hold: an array is not the same object after a trip through a database.</summary>
    public bool Equals(CameraRow? other) => other is not null && (Id, SiteId, Name, Settings, Paused) == (other.Id, other.SiteId, other.Name, other.Settings, other.Paused)
        && SealedSecret.HasValue == other.SealedSecret.HasValue && SealedSecret.GetValueOrDefault().AsSpan().SequenceEqual(other.SealedSecret.GetValueOrDefault().AsSpan());

    public override int GetHashCode() => HashCode.Combine(Id, Settings);
}
