using Qyran.Domain.Detections;

namespace Qyran.Simulator;

/// <summary>Makes the vehicles that enter: body, driver, plate and look by chance or as the cast says.</summary>
internal sealed class VehicleMaker(Scenario scenario)
{
    private readonly Dice bodies = Dice.For(scenario.Seed, "bodies");
    private readonly Dice drivers = Dice.For(scenario.Seed, "drivers");
    private readonly PlateMaker plates = new(scenario.Plates, Dice.For(scenario.Seed, "plates"), Dice.For(scenario.Seed, "old plates"), Dice.For(scenario.Seed, "motorcycle plates"));

    /// <summary>For the choice of ways.</summary>
    public Dice Chance { get; } = Dice.For(scenario.Seed, "ways");

    public Vehicle Make(int id, RoadUser user, Link link, CastPlan? part)
    {
        var body = BodyKind.Roll(user, bodies);
        var plate = user is RoadUser.Bicycle ? null : plates.Make(part?.Plate, part?.Country, body.Class is RoadUser.Motorcycle);
        return new(id, body, Driver.Roll(drivers, body), plate, bodies.Whole(1 << 20), part) { Link = link };
    }

    /// <summary>The same vehicle with its number, given when it enters.</summary>
    public static Vehicle Numbered(Vehicle v, int id) => new(id, v.Body, v.Driver, v.Plate, v.Look, v.Part) { Link = v.Link };
}
