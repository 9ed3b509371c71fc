namespace Qyran.Vision.Signals;

/// <summary>
/// The colour a lamp may have, as a window of hue in the Cb/Cr plane (degrees, BT.601). The windows hold the colours of LED and bulb
/// signals (green reaches from yellowish to turquoise) as cameras of different white balance show them: a dazzling red turns pink and even
/// magenta, and no lamp is violet. Red and amber overlap on purpose.
/// </summary>
internal sealed class LampColour
{
    public static readonly LampColour Red = new(40, 140, 100);
    public static readonly LampColour Yellow = new(112, 186, 150);
    public static readonly LampColour Green = new(190, 315, 260);

    private readonly double from, to, cb, cr;

    private LampColour(double from, double to, double typical)
    {
        (this.from, this.to) = (from, to);
        (cb, cr) = (Math.Cos(typical * Math.PI / 180), Math.Sin(typical * Math.PI / 180));
    }

    /// <summary>How colourful the light is in this colour's direction, code values; 0 when it points elsewhere.</summary>
    public double Share(in LampLight light) => Math.Max(0, (light.Cb * cb) + (light.Cr * cr));

    /// <summary>True when its hue is this lamp's; meaningless for a light without colour.</summary>
    public bool Fits(in LampLight light)
    {
        var angle = Math.Atan2(light.Cr, light.Cb) * 180 / Math.PI;
        if (angle < 0) angle += 360;
        return angle >= from && angle <= to;
    }
}
