using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>A made-up road: things that move as told, seen by a detector with a repeatable noise.</summary>
internal sealed class Road(double fps, int seed = 1)
{
    private readonly Random _noise = new(seed);
    private readonly List<Func<double, Detection?>> _things = [];

    /// <summary>Standard deviation of box centre and sides, share of the box height.</summary>
    public double BoxNoise { get; init; } = 0.03;

    /// <summary>Share of the sightings that are missed.</summary>
    public double Dropout { get; init; }

    /// <summary>Boxes per frame where there is nothing.</summary>
    public int Clutter { get; init; }

    /// <summary>Share of the frame time by which frames come early or late.</summary>
    public double Jitter { get; init; }

    /// <summary>A car; at gives its centre at a time in seconds, null when it is not visible.</summary>
    public Road Car(Func<double, (double X, double Y)?> at, double width = 80, double height = 60, float score = 0.9f, RoadUser kind = RoadUser.Car)
    {
        _things.Add(t => at(t) is { } p ? new Detection(new(p.X - (width / 2), p.Y - (height / 2), width, height), score, kind) : null);
        return this;
    }

    /// <summary>A car whose box changes: centre, width and height at a time, null when it is not visible.</summary>
    public Road Box(Func<double, (double X, double Y, double Width, double Height)?> at)
    {
        _things.Add(t => at(t) is { } b ? new Detection(new(b.X - (b.Width / 2), b.Y - (b.Height / 2), b.Width, b.Height), 0.9f, RoadUser.Car) : null);
        return this;
    }

    public List<Track> Drive(double seconds, TrackerSettings? settings = null, IRoadPlane? plane = null, Action<Tracker, double>? look = null)
    {
        var tracker = new Tracker(settings ?? new(), plane);
        List<Track> ended = [];
        for (var frame = 0; frame < seconds * fps; frame++)
        {
            var t = (frame + ((_noise.NextDouble() - 0.5) * Jitter)) / fps;
            tracker.Step(frame, new((long)(Math.Max(0, t) * 1e6), null, null, TimeQuality.Exact), Seen(t), ended);
            look?.Invoke(tracker, t);
        }
        tracker.Finish(ended);
        return ended;
    }

    private Detection[] Seen(double t)
    {
        List<Detection> seen = [];
        foreach (var thing in _things)
            if (thing(t) is { } d && _noise.NextDouble() >= Dropout) seen.Add(d with { Box = Shaken(d.Box) });
        for (var i = 0; i < Clutter; i++)
            seen.Add(new(new(_noise.NextDouble() * 1900, _noise.NextDouble() * 1000, 30 + (_noise.NextDouble() * 60), 30 + (_noise.NextDouble() * 60)), 0.55f, RoadUser.Car));
        return [.. seen];
    }

    private PixelBox Shaken(PixelBox box)
    {
        var s = BoxNoise * box.Height;
        return new(box.X + (s * Gauss()), box.Y + (s * Gauss()), box.Width + (s * Gauss()), box.Height + (s * Gauss()));
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _noise.NextDouble())) * Math.Cos(2 * Math.PI * _noise.NextDouble());
}
