using Qyran.Domain.Detections;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

[Collection(nameof(Alone))]
public sealed class TrackerMemoryTests
{
    [Fact]
    public void A_hundred_thousand_tracks_leave_nothing_behind()
    {
        var tracker = new Tracker(new(), null);
        List<Track> ended = [];
        var found = new Detection[50];
        long made = 0, before = 0;
        // every two seconds fifty cars are seen for four frames, each time elsewhere
        for (var round = 0; round < 2000; round++)
        {
            for (var frame = 0; frame < 4; frame++)
            {
                for (var i = 0; i < found.Length; i++)
                    found[i] = new(new((i * 200) + (5 * frame) + (round % 7), 100, 80, 60), 0.9f, RoadUser.Car);
                tracker.Step((round * 8) + frame, new(((round * 3_000_000L) + (frame * 40_000)), null, null, default), found, ended);
            }
            for (var frame = 4; frame < 8; frame++)
                tracker.Step((round * 8) + frame, new((round * 3_000_000L) + 500_000 + (frame * 280_000), null, null, default), [], ended);
            made += ended.Count;
            ended.Clear();
            if (round == 100) before = GC.GetTotalMemory(forceFullCollection: true);
        }
        var left = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(100_000, made);
        Assert.True(tracker.Held <= 100, $"{tracker.Held} held");
        Assert.True(left < 1_000_000, $"{left} bytes left behind");
    }

    [Fact]
    public void A_frame_allocates_nothing_once_warm()
    {
        var tracker = new Tracker(new(), null);
        List<Track> ended = [];
        var found = new Detection[30];
        long frameNumber = 0;
        void Drive(int frames)
        {
            for (var frame = 0; frame < frames; frame++, frameNumber++)
            {
                for (var i = 0; i < found.Length; i++)
                {
                    // some are missed, some are low, all wait at a light
                    var score = (frame + i) % 11 == 0 ? 0.05f : (frame + i) % 7 == 0 ? 0.3f : 0.9f;
                    found[i] = new(new((i % 6 * 120) + (frame % 3), i / 6 * 100, 80, 60), score, RoadUser.Car);
                }
                tracker.Step(frameNumber, new(frameNumber * 40_000, null, null, default), found, ended);
                if (tracker.Live.Length == 0) throw new InvalidOperationException("nothing is tracked");
            }
        }
        Drive(280); // fills the points lists past 256, so that they have room for the next 200
        var before = GC.GetAllocatedBytesForCurrentThread();
        Drive(200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(ended);
    }

    [Fact]
    public void A_street_of_parked_cars_takes_little_and_gives_it_back()
    {
        var tracker = new Tracker(new(), null);
        List<Track> ended = [];
        var found = Enumerable.Range(0, 40).Select(i => new Detection(new(i * 200, 100, 80, 60), 0.9f, RoadUser.Car)).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        // a quarter of an hour at 25 frames a second, looked at once a second
        for (var frame = 0; frame < 25 * 900; frame++)
        {
            var time = new CaptureTime(frame * 40_000L, null, null, default);
            if (frame is < 50 || frame % 25 == 0) tracker.Step(frame, time, found, ended);
            else tracker.Skip(frame, time, ended);
        }
        var parked = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(40, tracker.Live.Length);
        Assert.True(parked < 40 * 1_500_000, $"{parked / 40} bytes a car");
        tracker.Finish(ended);
        Assert.Equal(40, ended.Count);
        ended.Clear();
        var left = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(left < 2_000_000, $"{left} bytes left behind");
    }
}
