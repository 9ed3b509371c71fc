using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>A camera whose frames are looked at as told, with a word about each standing track's place.</summary>
internal sealed class Watch(double fps, TrackerSettings? settings = null, IRoadPlane? plane = null)
{
    private readonly Tracker _tracker = new(settings ?? new(), plane);
    private readonly List<Track> _ended = [];
    private long _frame;

    /// <summary>Frames between one look and the next; 1: every frame.</summary>
    public Func<double, int> Every { get; init; } = _ => 1;

    /// <summary>What the picture says of a standing thing's place, at a time.</summary>
    public Func<double, PixelBox, PlaceLook> Place { get; init; } = (_, _) => PlaceLook.Unknown;

    public Tracker Tracker => _tracker;
    public IReadOnlyList<Track> Ended => _ended;
    public double Now => _frame / fps;

    /// <summary>Lets time pass without a frame.</summary>
    public void Silence(double seconds) => _frame += (long)(seconds * fps);

    public void Run(double seconds, params Func<double, Detection?>[] things)
    {
        for (var until = Now + seconds; Now < until - 1e-9; _frame++)
        {
            var time = new CaptureTime((long)(Now * 1e6), null, null, TimeQuality.Exact);
            if (_frame % Every(Now) != 0)
            {
                _tracker.Skip(_frame, time, _ended);
                continue;
            }
            Detection[] found = [.. things.Select(t => t(Now)).OfType<Detection>()];
            PlaceLook[] places = [.. _tracker.Live.ToArray().Select(t => t.Standing ? Place(Now, t.Place) : PlaceLook.Unknown)];
            _tracker.Step(_frame, time, found, _ended, places);
        }
    }

    public IReadOnlyList<Track> Finish()
    {
        _tracker.Finish(_ended);
        return _ended;
    }

    public static Detection Car(double x, double y, double width = 80, double height = 60, float score = 0.9f) =>
        new(new(x - (width / 2), y - (height / 2), width, height), score, RoadUser.Car);
}
