using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;

namespace Qyran.Vision.Signals;

/// <summary>
/// Reads one signal head from the picture, by day and night: lamps against each other, against their colour and against what they were
/// before. Doubt is Unknown, never a guess. One thread; a step allocates nothing but a phase when the signal switches.
/// </summary>
public sealed class SignalReader
{
    private readonly HeadReading reading;
    private readonly PhaseBook book;
    private readonly ArrowReader[] arrows;
    private LampRegion? red, yellow, green;
    private PixelBox place;

    /// <param name="crop">The part of the picture it asks for, raw pixels, as <see cref="CropFor"/> says.</param>
    public SignalReader(SignalHead head, PixelBox crop, SignalReaderSettings? settings = null)
    {
        var limits = settings ?? new SignalReaderSettings();
        (Head, Crop, reading, book) = (head, crop, new(limits), new(limits));
        arrows = [.. head.Arrows().Select(a => new ArrowReader(head.ArrowId(a.Way), a.Lamp, limits))];
    }

    public SignalHead Head { get; }

    public PixelBox Crop { get; }

    /// <summary>The lamps with their rims, within the picture.</summary>
    public static PixelBox CropFor(SignalHead head, int width, int height)
    {
        var (left, top, right, bottom) = ((double)width, (double)height, 0.0, 0.0);
        foreach (var lamp in head.Lamps())
        {
            var (x, y) = ((lamp.Width * LampRegion.Rim) + 1, (lamp.Height * LampRegion.Rim) + 1);
            (left, top) = (Math.Min(left, lamp.X - x), Math.Min(top, lamp.Y - y));
            (right, bottom) = (Math.Max(right, lamp.Right + x), Math.Max(bottom, lamp.Bottom + y));
        }
        (left, top) = (Math.Clamp(left, 0, width - 1), Math.Clamp(top, 0, height - 1));
        return new(left, top, Math.Clamp(right, left + 1, width) - left, Math.Clamp(bottom, top + 1, height) - top);
    }

    /// <summary>Once per frame, in time order.</summary>
    /// <param name="crop">Pixels at full resolution.</param>
    /// <param name="at">Where this crop really lies, raw pixels: the asked one on even edges. It does not change while frames come.</param>
    public void Step(in FrameView crop, in PixelBox at, CaptureTime time)
    {
        if (red is null || green is null || at != place)
        {
            if (crop.Width != (int)at.Width || crop.Height != (int)at.Height) throw new ArgumentException("the crop's pixels and its place differ in size", nameof(crop));
            place = at;
            red = new(Head.Red, at);
            yellow = Head.Yellow is { } box ? new(box, at) : null;
            green = new(Head.Green, at);
            foreach (var arrow in arrows) arrow.Place(at);
        }
        var whole = red.Seen && green.Seen && yellow?.Seen != false;
        var look = HeadLook.Contradiction;
        if (whole)
        {
            ReadOnlySpan<LampLight> lights = [red.Measure(crop), yellow?.Measure(crop) ?? default, green.Measure(crop)];
            look = reading.Read(lights, yellow is not null, time.MediaUs);
            foreach (var arrow in arrows) arrow.Step(crop, lights, yellow is not null, look.State, time.MediaUs);
        }
        book.Step(look, time.MediaUs);
    }

    /// <summary>What the head showed.</summary>
    /// <param name="untilUs">How far frames have come, source's clock.</param>
    /// <param name="sinceUs">From when it is wanted: a long-running line asks from the beginning of the track it judges.</param>
    public SignalTimeline Timeline(long untilUs, long sinceUs = long.MinValue) => book.Timeline(Head.Id, untilUs, sinceUs);

    /// <summary>The same for the head and each arrow beside it.</summary>
    public IEnumerable<SignalTimeline> Timelines(long untilUs, long sinceUs = long.MinValue) =>
        arrows.Select(a => a.Timeline(untilUs, sinceUs)).Prepend(Timeline(untilUs, sinceUs));
}
