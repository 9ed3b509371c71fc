using BenchmarkDotNet.Attributes;
using Qyran.Domain.Detections;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;
using Qyran.Vision.Motion;

namespace Qyran.Bench;

/// <summary>What every frame pays: gate, motion detector on a busy and on an empty road, tracker. Allocations show in their column and must be 0.</summary>
[MemoryDiagnoser]
public class PerFrame
{
    private readonly MadeRoad empty = new(640, 360, 0), busy = new(640, 360, 8);
    private readonly MotionGate gate = new(new MotionSettings());
    private readonly MotionDetector onEmpty = new(new MotionSettings(), null, [], 640, 360), onBusy = new(new MotionSettings(), null, [], 640, 360);
    private readonly Tracker tracker = new(new TrackerSettings(), null);
    private readonly Detection[] found = new Detection[256], seen = new Detection[30];
    private readonly List<Track> ended = [];
    private long n;

    [GlobalSetup]
    public void Warm()
    {
        for (n = 0; n < 300; n++)
        {
            Gate();
            MotionEmpty();
            MotionBusy();
            TrackThirty();
        }
    }

    [Benchmark]
    public bool Gate() => gate.Moves(empty.Frame(n++));

    [Benchmark]
    public int MotionEmpty() => onEmpty.Detect(empty.Frame(n++), found);

    [Benchmark]
    public int MotionBusy() => onBusy.Detect(busy.Frame(n++), found);

    [Benchmark]
    public int TrackThirty()
    {
        MadeRoad.Seen(n, seen);
        tracker.Step(n, new(n * 40_000, null, null, default), seen, ended);
        n++;
        ended.Clear();
        return tracker.Live.Length;
    }
}
