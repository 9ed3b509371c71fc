using Qyran.Domain.Detections;

namespace Qyran.Measure.Lanes;

/// <summary>Typical outside measures of a class, m, with one standard deviation, and the speed it does not exceed, m/s.</summary>
/// <remarks>EU and EAEU limits are 2.55 m wide, 4.0 m high, 12 m long; cars from the usual A to E segments.</remarks>
internal readonly record struct BodySize(
    RoadUser Class, double Width, double WidthError, double Length, double LengthError, double Height, double HeightError, double FastestMs)
{
    public static ReadOnlySpan<BodySize> All => new BodySize[]
    {
        new(RoadUser.Person, 0.6, 0.15, 0.4, 0.15, 1.7, 0.15, 4),
        new(RoadUser.Bicycle, 0.6, 0.1, 1.8, 0.15, 1.7, 0.15, 11),
        new(RoadUser.Motorcycle, 0.8, 0.12, 2.1, 0.2, 1.55, 0.15, 90),
        new(RoadUser.Car, 1.85, 0.13, 4.4, 0.4, 1.52, 0.12, 90),
        new(RoadUser.Van, 2.05, 0.13, 5.5, 0.6, 2.3, 0.25, 60),
        new(RoadUser.Bus, 2.55, 0.08, 12, 1.5, 3.1, 0.2, 40),
        new(RoadUser.Truck, 2.5, 0.12, 9.5, 3.5, 3.5, 0.4, 40),
    };

    /// <summary>Null for what has no usual size.</summary>
    public static BodySize? Of(RoadUser user)
    {
        foreach (var size in All)
            if (size.Class == user) return size;
        return null;
    }

    /// <summary>
    /// How wide and how high the body looks, in metres of a plane square to the line of sight at the contact point.
    /// </summary>
    /// <param name="sine">Sine of the angle between travel and view on the road.</param>
    /// <param name="down">Sine of the angle by which the line of sight falls to the road.</param>
    public (double Wide, double WideError, double High, double HighError) Seen(double sine, double down)
    {
        sine = Math.Abs(sine);
        double cosine = Math.Sqrt(Math.Max(0, 1 - (sine * sine))), level = Math.Sqrt(Math.Max(0, 1 - (down * down)));
        return (
            (Width * cosine) + (Length * sine), double.Hypot(WidthError * cosine, LengthError * sine),
            (Height * level) + (((Length * cosine) + (Width * sine)) * down),
            double.Hypot(HeightError * level, double.Hypot(LengthError * cosine, WidthError * sine) * down));
    }
}
