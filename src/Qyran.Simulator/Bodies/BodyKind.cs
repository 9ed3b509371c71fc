using Qyran.Domain.Detections;

namespace Qyran.Simulator;

/// <summary>A model of vehicle: class, shape and outside measures in metres.</summary>
/// <param name="PlateFrontZ">Height of the middle of the plate; 0 = none there.</param>
internal sealed record BodyKind(string Name, RoadUser Class, double LengthM, double WidthM, double HeightM, double PlateFrontZ, double PlateRearZ)
{
    public static readonly BodyKind Sedan = new("sedan", RoadUser.Car, 4.68, 1.82, 1.46, 0.46, 0.78);
    public static readonly BodyKind Hatch = new("hatch", RoadUser.Car, 4.08, 1.76, 1.49, 0.46, 0.80);
    public static readonly BodyKind Suv = new("suv", RoadUser.Car, 4.66, 1.90, 1.71, 0.58, 0.92);
    public static readonly BodyKind Wagon = new("wagon", RoadUser.Car, 4.75, 1.83, 1.50, 0.46, 0.82);
    public static readonly BodyKind Van = new("van", RoadUser.Van, 5.45, 2.02, 2.38, 0.55, 0.85);
    public static readonly BodyKind Bus = new("bus", RoadUser.Bus, 11.9, 2.55, 3.10, 0.45, 0.60);
    public static readonly BodyKind Truck = new("truck", RoadUser.Truck, 8.7, 2.50, 3.55, 0.55, 0.70);
    public static readonly BodyKind Motorcycle = new("motorcycle", RoadUser.Motorcycle, 2.15, 0.82, 1.62, 0, 0.62);
    public static readonly BodyKind Bicycle = new("bicycle", RoadUser.Bicycle, 1.78, 0.60, 1.68, 0, 0);

    private static readonly (BodyKind, double)[] Cars = [(Sedan, 0.40), (Hatch, 0.22), (Suv, 0.28), (Wagon, 0.10)];

    /// <summary>A body of a class, by chance.</summary>
    public static BodyKind Roll(RoadUser user, Dice dice) => user switch
    {
        RoadUser.Car => dice.Pick(Cars),
        RoadUser.Van => Van,
        RoadUser.Bus => Bus,
        RoadUser.Truck => Truck,
        RoadUser.Motorcycle => Motorcycle,
        RoadUser.Bicycle => Bicycle,
        _ => throw new ArgumentOutOfRangeException(nameof(user), user, "no vehicle"),
    };
}
