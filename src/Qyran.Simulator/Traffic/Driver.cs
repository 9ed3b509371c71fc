namespace Qyran.Simulator;

/// <summary>How somebody drives.</summary>
/// <param name="Keenness">Wanted speed as a share of the limit.</param>
/// <param name="HeadwayS">Time kept to the vehicle ahead.</param>
/// <param name="Acceleration">m/s².</param><param name="Braking">Comfortable, m/s².</param>
/// <param name="ChangeS">How long a lane change takes.</param>
internal sealed record Driver(double Keenness, double HeadwayS, double Acceleration, double Braking, double GapM, double ChangeS)
{
    public static Driver Roll(Dice dice, BodyKind body)
    {
        var slow = body.Class is Domain.Detections.RoadUser.Bus or Domain.Detections.RoadUser.Truck;
        return new(dice.Between(0.84, 0.985), dice.Between(1.0, 1.7), (slow ? 0.9 : 1.7) * dice.Between(0.85, 1.2),
            (slow ? 1.7 : 2.2) * dice.Between(0.9, 1.1), dice.Between(1.8, 2.6), dice.Between(3, 4.5));
    }
}
