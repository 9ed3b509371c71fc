using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;

namespace Qyran.Storage.Rows;

/// <summary>One vehicle through one camera's scene, as it is kept.</summary>
/// <param name="Id">Unique over all cameras and years, at most 100 signs. The same id with the same <paramref name="FirstSeenUs"/> is the same passage.</param>
/// <param name="FirstSeenUs">µs since the Unix epoch, UTC; from 1970 to 2255.</param>
/// <param name="LastSeenUs">The same clock; not before <paramref name="FirstSeenUs"/>.</param>
/// <param name="Lane">Scene id; null outside every lane, and while the view was not in its place.</param>
/// <param name="Direction">"along" or "against"; null without a lane or without movement.</param>
/// <param name="Speed">Null when not measured; then <paramref name="SpeedRefused"/> says why.</param>
/// <param name="Evidence">Paths of the files kept for it, below the data folder.</param>
public sealed record PassageRow(
    string Id, string CameraId, string SiteId, long FirstSeenUs, long LastSeenUs, RoadUser Class, long Track, string? Lane, string? Direction,
    PlateRow? Plate, SpeedReading? Speed, string? SpeedRefused, ImmutableArray<string> Evidence)
{
    /// <summary>Whose measurement it is, when another maker's device handed it in; null: ours. What stands here was stated by that device and checked by nobody.</summary>
    public ForeignRow? Foreign { get; init; }

    /// <summary>Its way through the picture, as <see cref="Domain.Passages.Trail"/> has it; empty where none was kept.</summary>
    public ImmutableArray<byte> Trail { get; init; } = [];

    /// <summary>Facts are compared by what they hold: an array is not the same object after a trip through a database.</summary>
    public bool Equals(PassageRow? other) => other is not null
        && (Id, CameraId, SiteId, FirstSeenUs, LastSeenUs, Class, Track) == (other.Id, other.CameraId, other.SiteId, other.FirstSeenUs, other.LastSeenUs, other.Class, other.Track)
        && (Lane, Direction, SpeedRefused) == (other.Lane, other.Direction, other.SpeedRefused)
        && Plate == other.Plate && Speed == other.Speed && Foreign == other.Foreign && Evidence.SequenceEqual(other.Evidence) && Trail.SequenceEqual(other.Trail);

    public override int GetHashCode() => HashCode.Combine(Id, FirstSeenUs);
}
