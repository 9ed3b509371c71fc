using System.Numerics;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>Somebody or something on the road at one instant, ready to be drawn.</summary>
/// <param name="At">Middle of what touches the road.</param>
/// <param name="Z">Height of the road there, m.</param>
/// <param name="Scale">Of the mesh; people differ in size.</param>
/// <param name="SpeedMs">Of the body, whichever way it goes: who swerves goes sideways too.</param>
/// <param name="Vehicle">Null for people.</param>
internal sealed record Actor(int Id, RoadUser Class, Mesh Mesh, RoadPoint At, double Z, double Hx, double Hy, double Scale, double SpeedMs, int Look, Vehicle? Vehicle, bool Braking)
{
    /// <summary>A point of the mesh in the road frame.</summary>
    public (double X, double Y, double Z) World(Vector3 p) =>
        (At.X + (Scale * ((p.X * Hx) - (p.Y * Hy))), At.Y + (Scale * ((p.X * Hy) + (p.Y * Hx))), Z + (Scale * p.Z));

    /// <summary>Over which a body's speed is taken, s.</summary>
    private const double Instant = 1e-3;

    /// <summary>All of a world at an instant within its current step, by id.</summary>
    public static List<Actor> Of(TrafficWorld world, long us)
    {
        var tau = (us - world.NowUs) / 1e6;
        var actors = new List<Actor>(world.Vehicles.Count + world.People.Walkers.Count);
        foreach (var v in world.Vehicles)
        {
            var (at, hx, hy) = v.Pose(tau);
            var speed = v.Pose(tau + Instant).At.DistanceTo(at) / Instant;
            actors.Add(new(v.Id, v.Class, Bodies.Of(v), at, world.Relief.At(at.X, at.Y), hx, hy, 1, speed, v.Look, v, v.Braking));
        }
        foreach (var w in world.People.Walkers)
        {
            var at = w.Pose(tau);
            actors.Add(new(w.Id, RoadUser.Person, Bodies.Person(w.Walked + (w.V * tau), w.V > 0.05), at, world.Relief.At(at.X, at.Y), w.Hx, w.Hy, w.HeightM / PersonBody.HeightM, w.V, w.Look, null, false));
        }
        actors.Sort((a, b) => a.Id.CompareTo(b.Id));
        return actors;
    }
}
