using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Measure.Tracking;
using Qyran.Vision.Haze;
using Qyran.Vision.Motion;

namespace Qyran.Line.Looking;

/// <summary>
/// Says which frames a detector looks at, and what the picture says of places where something stands. It sees every frame, which costs
/// some 50 µs; the detector's look costs a hundred times that. Belongs to one line.
/// </summary>
/// <param name="zones">Where speeds are measured; empty: everywhere.</param>
/// <param name="tiler">Chooses closer looks; null: none.</param>
public sealed class Looker(LookSettings settings, ImmutableArray<Polygon> zones, Tiler? tiler = null)
{
    /// <summary>A detection this like the track's sure place shows it whole there.</summary>
    private const double Whole = 0.8;

    private readonly MotionGate _gate = new(new MotionSettings());
    private readonly StirMap _stir = new();
    private readonly PlaceMemory _memory = new();
    private readonly LookClock _clock = new();
    private PlaceLook[] _places = new PlaceLook[64];
    private PixelBox[] _before = new PixelBox[64];

    /// <summary>Takes in a frame; true when it is to be looked at.</summary>
    /// <param name="live">What is followed, as of the frame before.</param>
    /// <param name="pressed">Frames wait behind this one: looks are fewer, so that no frame is lost.</param>
    public bool IsDue(in FrameView frame, ReadOnlySpan<LiveTrack> live, bool pressed = false)
    {
        _stir.Step(frame);
        var need = LookNeed.Seconds(live, _gate.Moves(frame), _stir.Any(settings.AwakeSeconds), zones, settings);
        return _clock.IsDue(frame.Time.Seconds, pressed ? Math.Max(need, 1 / settings.PressedHz) : need);
    }

    /// <summary>
    /// Looks at a frame that is due: at the whole picture and, where nothing waits, at a part of it more closely if that is worth it, and closely at each thing found. Returns how many there are.
    /// </summary>
    public int Look(in FrameView frame, ReadOnlySpan<LiveTrack> live, IVehicleDetector detector, Span<Detection> found, bool pressed = false)
    {
        var count = LookAround(frame, live, detector, found, pressed);
        if (detector is ClearedDetector { IsHazy: true }) HazyUs = frame.Time.MediaUs;
        if (detector is not IRegionDetector sharper) return count;
        if (!pressed) return sharper.Sharpen(frame, found[..count]);
        HurriedUs = frame.Time.MediaUs;
        return sharper.Hurry(frame, found[..count]);
    }

    private int LookAround(in FrameView frame, ReadOnlySpan<LiveTrack> live, IVehicleDetector detector, Span<Detection> found, bool pressed)
    {
        var whole = detector.Detect(frame, found);
        if (tiler is null || detector is not IRegionDetector closer) return whole;
        var next = pressed ? null : tiler.Next(frame.Time.Seconds, _stir, live);
        Reach = tiler.Reach(next);
        if (next is not { } tile) return whole;
        var count = whole + closer.Detect(frame, tile, found[whole..]);
        return TileMerge.Join(found, whole, count, tile, tiler.Picture, tiler.FinePixel, tiler.SmallHeight);
    }

    /// <summary>What the last look could see.</summary>
    public LookReach Reach { get; private set; }

    /// <summary>When things were last left without a close look, media time in µs; null: never.</summary>
    public long? HurriedUs { get; private set; }

    /// <summary>When things were last looked at through haze, media time in µs; null: never.</summary>
    public long? HazyUs { get; private set; }

    /// <summary>What this frame says of the places of <paramref name="live"/>, in its order; valid until the next call.</summary>
    public ReadOnlySpan<PlaceLook> Places(in FrameView frame, ReadOnlySpan<LiveTrack> live)
    {
        if (_places.Length < live.Length) _places = new PlaceLook[live.Length * 2];
        for (var i = 0; i < live.Length; i++)
            _places[i] = live[i] is { Standing: true, Id: { } id } ? _memory.Compare(id, frame, Before(live[i], live)) : PlaceLook.Unknown;
        return _places.AsSpan(0, live.Length);
    }

    /// <summary>After the tracker's step on a frame that was looked at: remembers how the places of what stands look.</summary>
    public void Remember(in FrameView frame, ReadOnlySpan<LiveTrack> live, ReadOnlySpan<Detection> found)
    {
        foreach (ref readonly var track in live)
            if (track is { Standing: true, Id: { } id, Detection: { } at } && found[at].Box.Iou(track.Place) >= Whole) _memory.Remember(id, track.Place, frame, Before(track, live));
        _memory.Sweep();
    }

    /// <summary>The boxes of what is followed and stands before the place of a track.</summary>
    private ReadOnlySpan<PixelBox> Before(in LiveTrack track, ReadOnlySpan<LiveTrack> live)
    {
        if (_before.Length < live.Length) _before = new PixelBox[live.Length * 2];
        var count = 0;
        foreach (ref readonly var other in live)
            if (other.Confirmed && other.Id != track.Id && other.Box.Bottom > track.Place.Bottom && other.Box.Overlap(track.Place) > 0) _before[count++] = other.Box;
        return _before.AsSpan(0, count);
    }
}
