using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>A person on foot. Owned and changed by <see cref="People"/> alone.</summary>
internal sealed class Walker(int id, PeoplePlan plan, Dice dice)
{
    public int Id => id;
    public PeoplePlan Plan => plan;
    public Dice Dice => dice;
    public int Look { get; } = dice.Whole(1 << 20);

    /// <summary>m/s when walking.</summary>
    public double Pace { get; } = dice.Between(1.05, 1.6);

    /// <summary>Body height, m.</summary>
    public double HeightM { get; } = dice.Between(1.58, 1.86);
    public RoadPoint At { get; set; }
    public double Hx { get; set; } = 1;
    public double Hy { get; set; }
    public double V { get; set; }

    /// <summary>Metres walked: drives the gait.</summary>
    public double Walked { get; set; }
    public RoadPoint Goal { get; set; }
    public long RestUntilUs { get; set; }

    /// <summary>On a path: which leg, and whether backwards.</summary>
    public double S { get; set; }
    public bool Back { get; set; }
    public double Side { get; set; }
    public bool Gone { get; set; }

    /// <summary>Where it is τ seconds into the step.</summary>
    public RoadPoint Pose(double tau) => new(At.X + (Hx * V * tau), At.Y + (Hy * V * tau));
}
