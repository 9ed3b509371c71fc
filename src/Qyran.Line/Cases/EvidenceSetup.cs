using Qyran.Evidence;

namespace Qyran.Line.Cases;

/// <summary>What every pack of one run has in common.</summary>
/// <param name="SceneBytes">The scene file, byte for byte.</param>
/// <param name="Folder">Where packs and their chain go.</param>
/// <param name="Plate">Tells where a vehicle's plate is, or null when it does not know; without it packs hold no plate crop.</param>
public sealed record EvidenceSetup(
    LineSetup Line, string Video, ReadOnlyMemory<byte> SceneBytes, string Folder, DeviceKey Key, TimeProvider Clock,
    Func<TrackOutcome, PlateRegion?>? Plate = null)
{
    /// <summary>Vouches for when a pack was signed; null: nobody.</summary>
    public ITimeStamper? Stamper { get; init; }
}
