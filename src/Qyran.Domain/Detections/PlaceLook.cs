namespace Qyran.Domain.Detections;

/// <summary>What the picture says of the place where a standing thing was last surely seen, compared with how it looked then.</summary>
public enum PlaceLook : byte
{
    /// <summary>Not compared, or too dark, small or even to tell.</summary>
    Unknown,
    /// <summary>It looks as it did: what stood there stands there still, whatever a detector says.</summary>
    Same,
    /// <summary>It looks different: something hides it, or it has left.</summary>
    Changed,
}
