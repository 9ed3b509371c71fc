namespace Qyran.Media;

/// <summary>How the analysed picture is made from the raw one. Has no effect at full size.</summary>
public enum ScaleQuality
{
    /// <summary>Two neighbouring pixels per axis: the cheapest; fine detail flickers a little.</summary>
    Fast,
    /// <summary>Every raw pixel counts: about 0.1 × decoding more CPU at 1080p.</summary>
    Area,
}
