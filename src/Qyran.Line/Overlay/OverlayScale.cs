namespace Qyran.Line.Overlay;

/// <summary>Sizes that keep a drawing legible from 320×240 to 4K, pixels.</summary>
/// <param name="Stroke">Width of a box's line.</param>
/// <param name="Text">Height of label letters.</param>
internal readonly record struct OverlayScale(float Stroke, float Text)
{
    /// <summary>From the height of the picture, px. Below 400 lines letters stop shrinking: smaller ones cannot be read.</summary>
    public static OverlayScale For(int height) => new(Math.Clamp(height / 360f, 1f, 6f), Math.Clamp(height / 46f, 9.5f, 44f));

    public float Gap => Text * 0.42f;
}
