using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Rules;

/// <summary>Classes that a detector confuses: what may be one of them is not judged as being none.</summary>
internal static class LookAlike
{
    private static readonly ImmutableArray<RoadUser> Vehicles =
        [RoadUser.Bicycle, RoadUser.Motorcycle, RoadUser.Car, RoadUser.Van, RoadUser.Bus, RoadUser.Truck];

    /// <summary>Whether one is easily taken for the other.</summary>
    public static bool Are(RoadUser one, RoadUser other) => (one, other) switch
    {
        (RoadUser.Van or RoadUser.Truck or RoadUser.Bus, RoadUser.Van or RoadUser.Truck or RoadUser.Bus) => true,
        (RoadUser.Car, RoadUser.Van) or (RoadUser.Van, RoadUser.Car) => true,
        (RoadUser.Motorcycle, RoadUser.Bicycle) or (RoadUser.Bicycle, RoadUser.Motorcycle) => true,
        _ => false,
    };

    /// <summary>All that a vehicle taken for <paramref name="user"/> may be; any vehicle where its class is not known.</summary>
    /// <param name="believed">A person checks the class, so it is what it was taken for.</param>
    public static ImmutableArray<RoadUser> Of(RoadUser user, bool believed) => Of(user, [], believed);

    /// <inheritdoc cref="Of(RoadUser, bool)"/>
    /// <param name="classes">What it was often taken for (<c>Track.Classes</c>): it may be each of these too.</param>
    public static ImmutableArray<RoadUser> Of(RoadUser user, ImmutableArray<RoadUser> classes, bool believed) =>
        user is RoadUser.Unknown ? Vehicles : believed ? [user] : [user, .. Vehicles.Where(v => v != user && (Are(user, v) || classes.Contains(v)))];
}
