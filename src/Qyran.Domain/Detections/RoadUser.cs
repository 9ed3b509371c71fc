namespace Qyran.Domain.Detections;

/// <summary>What kind of road user a detection or track is; the <c>class</c> of the outputs, written in lower case.</summary>
public enum RoadUser
{
    /// <summary>Something that moves; the detector cannot say what.</summary>
    Unknown,
    Person,
    Bicycle,
    Motorcycle,
    Car,
    Van,
    Bus,
    Truck,
}
