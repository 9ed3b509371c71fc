namespace Qyran.Domain.Detections;

/// <summary>Families of road users: within one, people and detectors alike take one class for another.</summary>
public static class RoadUsers
{
    /// <summary>Car, van, bus or truck: four wheels or more.</summary>
    public static bool HasFourWheels(this RoadUser user) => user is RoadUser.Car or RoadUser.Van or RoadUser.Bus or RoadUser.Truck;

    /// <summary>Motorcycle or bicycle; its box holds the rider.</summary>
    public static bool IsTwoWheeler(this RoadUser user) => user is RoadUser.Motorcycle or RoadUser.Bicycle;

    /// <summary>The same class, or two of one family.</summary>
    public static bool IsOfFamily(this RoadUser user, RoadUser other) =>
        user == other || (user.HasFourWheels() && other.HasFourWheels()) || (user.IsTwoWheeler() && other.IsTwoWheeler());
}
