using System.Collections.Immutable;
using Qyran.Domain.Frames;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;
using Qyran.Media;
using Qyran.Media.Recording;
using Qyran.Vision.Haze;
using Qyran.Vision.View;

namespace Qyran.Line.Live;

/// <summary>
/// What one connection of a live camera takes from its line while it runs, and tells it. <see cref="Received"/> comes on the reader's thread, the figures are read by anybody,
/// all else is the line's.
/// </summary>
internal sealed class LiveTap(LiveView view, FactFeed facts, FragmentOutlet outlet, TimeSpan stall, long loopFrames, TimeProvider clock)
{
    private readonly Thumbnails thumbnails = new();
    private LineSetup? setup;
    private readonly FrameThinning thinning = new();
    private long loop, received, thinned, analysed, dropped, delayUs, platesLeftOut, pressed;
    private readonly Lock gate = new();
    private readonly Queue<long> arrivals = new();
    private long? openedUs;
    private CaptureTime last;

    public FragmentOutlet Outlet => outlet;
    public TimeSpan Stall => stall;
    public long Frames => Interlocked.Read(ref received);
    public long Analysed => Interlocked.Read(ref analysed);

    /// <summary>Frames that came and were not analysed: left out because the video came late, or pushed out of a full link.</summary>
    public long Dropped => Interlocked.Read(ref dropped) + Interlocked.Read(ref thinned);

    /// <summary>How far the camera's stamps and our clock have come apart since this connection began, µs: <see cref="SessionClock.ApartUs"/>.</summary>
    public long ClockApartUs => outlet.Clock.ApartUs;

    /// <summary>Every so many-th frame is analysed.</summary>
    public int Every => thinning.Every;

    /// <summary>Whole pictures on which no plate was looked for, because frames were waiting.</summary>
    public long WithoutPlates => Interlocked.Read(ref platesLeftOut);

    /// <summary>Frames that went through the line while others waited: looked at less often.</summary>
    public long Pressed => Interlocked.Read(ref pressed);

    /// <summary>Fog or thick snowfall lies over the picture.</summary>
    public bool IsHazy => Volatile.Read(ref setup)?.Detector is ClearedDetector { IsHazy: true };

    /// <summary>Mean of the last frames, from arrival to the end of its analysis, µs.</summary>
    public long DelayUs => Interlocked.Read(ref delayUs);

    /// <summary>The audit's verdict on the last minute.</summary>
    public TimeQuality Time => Audit?.Invoke().Quality ?? TimeQuality.Unknown;

    /// <summary>What the audit says in words.</summary>
    public string TimeWhy => Audit?.Invoke().Why ?? "not judged yet";

    /// <summary>Asks the reader of this connection; set by the line.</summary>
    public Func<TimeAuditResult>? Audit { get; set; }

    /// <summary>Frames a second over the last ten seconds; null in the first.</summary>
    public double? Fps()
    {
        lock (gate)
            return arrivals.Count > 1 && arrivals.Last() - arrivals.Peek() is > 1_000_000 and var us ? (arrivals.Count - 1) * 1e6 / us : null;
    }

    /// <returns>False: the machine is behind, this one is left out.</returns>
    public bool Received(in CaptureTime time)
    {
        Interlocked.Increment(ref received);
        if (time.ArrivalUs is not { } arrival) return true;
        lock (gate)
        {
            openedUs ??= Now() - arrival;
            arrivals.Enqueue(arrival);
            while (arrival - arrivals.Peek() > 10_000_000) arrivals.Dequeue();
        }
        if (thinning.Takes(time)) return true;
        Interlocked.Increment(ref thinned);
        return false;
    }

    public void Done(in CaptureTime time, long droppedSoFar)
    {
        Interlocked.Increment(ref analysed);
        Interlocked.Exchange(ref dropped, droppedSoFar);
        if (time.ArrivalUs is not { } arrival || openedUs is not { } opened) return;
        var late = Math.Max(0, Now() - opened - arrival);
        Interlocked.Exchange(ref delayUs, delayUs == 0 ? late : delayUs + ((late - delayUs) / 16));
    }

    public void Waited() => Interlocked.Increment(ref pressed);

    public void PlatesLeftOut() => Interlocked.Increment(ref platesLeftOut);

    /// <summary>A played file begins again with this frame or one that was dropped before it: nothing that was followed goes on.</summary>
    public bool BeginsAnew(long frame)
    {
        if (loopFrames <= 0 || frame / loopFrames == loop) return false;
        loop = frame / loopFrames;
        return true;
    }

    public ViewWatch Watch(LineSetup its)
    {
        Volatile.Write(ref setup, its);
        return view.For(its);
    }

    /// <summary>What the picture as a whole is like.</summary>
    public PictureWatch Picture => view.Picture;

    public void Look(in FrameView frame) => view.Step(frame, frame.Time.UtcOffsetUs ?? 0);

    /// <summary>How the view stood over a track's time, or why it may not be trusted.</summary>
    public ViewStay Over(long fromUs, long untilUs) => view.Over(fromUs + (last.UtcOffsetUs ?? 0), untilUs + (last.UtcOffsetUs ?? 0));

    public void Seen(in FrameView frame, ReadOnlySpan<LiveTrack> live, CameraLine.Follow line)
    {
        last = frame.Time;
        thumbnails.Step(frame, live);
        if (!facts.Watched) return;
        var seen = ImmutableArray.CreateBuilder<SeenVehicle>(live.Length);
        foreach (ref readonly var track in live)
        {
            if (track.Id is not { } id || frame.Time.Seconds - track.LastSeen.Seconds > 0.5) continue;
            seen.Add(new SeenVehicle(id, track.Class, track.Box, KmhNow(track), line.PlateNow(id)));
        }
        facts.Add(new FrameFacts(frame.Time.MediaUs + (frame.Time.UtcOffsetUs ?? 0), seen.ToImmutable(), line.SignalsNow().ToImmutableDictionary()));
    }

    /// <summary>A track has ended and was cut into these, or is the one itself: whose picture it is.</summary>
    public void Parted(Track whole, ImmutableArray<Track> parts) => thumbnails.Part(whole, parts);

    /// <summary>The track has ended: its picture; empty when there is none.</summary>
    public byte[] Thumbnail(int track) => thumbnails.Take(track);

    public void Drop(int track) => thumbnails.Drop(track);

    /// <summary>From the filtered velocity in the picture: good enough to look at, never recorded.</summary>
    private double? KmhNow(in LiveTrack track)
    {
        if (setup?.Calibration is not { } road || view.Doubt is not null) return null;
        if (track.Standing) return 0;
        const double step = 0.2;
        var here = track.Box.Contact;
        var next = new Domain.Geometry.RawPixel(here.X + (track.VelocityX * step), here.Y + (track.VelocityY * step));
        return road.TryRoad(here, out var a) && road.TryRoad(next, out var b) && a.DistanceTo(b) / step * 3.6 is < 300 and var kmh ? kmh : null;
    }

    private long Now() => (long)(clock.GetElapsedTime(0).TotalSeconds * 1e6);
}
