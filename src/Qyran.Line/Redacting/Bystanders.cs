using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
using Qyran.Line.Cases;
using Qyran.Vision.Onnx;

namespace Qyran.Line.Redacting;

/// <summary>
/// Who else is in a clip, and where: people and other vehicles, from looks at the whole picture and at its overlapping quarters. What is found once stays hidden for a while before and after,
/// for no detector finds everybody in every frame.
/// </summary>
/// <param name="offender">The case's vehicle, on the source's clock.</param>
internal sealed class Bystanders(OnnxDetector detector, Track offender)
{
    /// <summary>A detector opened for this: rather too much is hidden than too little.</summary>
    public static readonly OnnxSettings Wary = new(JoinRiders: false, LeastScore: 0.12f);

    /// <summary>For how long before and after something found is hidden at its place, µs: people walk slowly and are easily lost, vehicles are found nearly always.</summary>
    private const long PeopleUs = 700_000, VehiclesUs = 200_000;

    /// <summary>Between two looks, µs; a quarter's share of the picture's sides; room around a box, share of its sides.</summary>
    private const long StepUs = 60_000;
    private const double Quarter = 0.6, Room = 0.12;

    /// <summary>Track points this far from an instant say nothing of it, µs.</summary>
    private const long NearUs = 200_000;

    /// <summary>But of who stands for long one point in ten seconds is kept, at times in twenty: where it lies alike at two not farther apart it was there in between, µs.</summary>
    private const long StandsUs = 30_000_000;
    private const double StandsAlike = 0.7;

    /// <summary>Found as much on the offender's place is the offender or a part of it; as much of a person on a two-wheeler may be its rider.</summary>
    private const double Same = 0.4, Within = 0.75, Rides = 0.5;

    /// <summary>
    /// What ends so much lower than the offender, share of its height, is nearer to the camera; and so much narrower, share of its width, it is not the offender with its shadow.
    /// What ends where the offender ends is a part of it, as often as a quarter of the picture cuts it.
    /// </summary>
    private const double Lower = 0.1, Narrower = 0.85;

    /// <summary>A frame of this instant, µs: times come by way of the clip's own clock.</summary>
    private const long SameFrameUs = 5_000;

    /// <summary>So alike are two boxes of one look at one thing.</summary>
    private const double Twice = 0.7;

    private readonly List<(long Us, Detection What, bool Before)> all = [];
    private readonly Detection[] found = new Detection[512];
    private long lookedUs = long.MinValue;

    /// <summary>The signal heads, which stay as they are.</summary>
    public IReadOnlyList<PixelBox> Signals { get; init; } = [];

    /// <summary>The offender's plate where it was read; null where none was accepted.</summary>
    public PlateRegion? Plate { get; init; }

    /// <summary>Takes in a frame; looks at it when the last look is some time ago.</summary>
    public void See(in FrameView frame, long us)
    {
        if (lookedUs != long.MinValue && us - lookedUs < StepUs && us >= lookedUs) return;
        lookedUs = us;
        Keep(us, found.AsSpan(0, detector.Detect(frame, found)));
        var (width, height) = (frame.RawWidth * Quarter, frame.RawHeight * Quarter);
        foreach (var x in (ReadOnlySpan<double>)[0, frame.RawWidth - width])
            foreach (var y in (ReadOnlySpan<double>)[0, frame.RawHeight - height])
                Keep(us, found.AsSpan(0, detector.Detect(frame, new PixelBox(x, y, width, height), found)));
    }

    /// <summary>Where the case's vehicle is; null where it is not seen.</summary>
    public PixelBox? Offender(long us)
    {
        var nearest = offender.Points.MinBy(p => Math.Abs(p.Time.MediaUs - us));
        if (Math.Abs(nearest.Time.MediaUs - us) <= NearUs) return nearest.Box;
        TrackPoint? before = null, after = null;
        foreach (var point in offender.Points)
        {
            if (point.Time.MediaUs <= us) before = point;
            else after ??= point;
        }
        return before is { } a && after is { } b && b.Time.MediaUs - a.Time.MediaUs <= StandsUs && a.Box.Iou(b.Box) >= StandsAlike ? nearest.Box : null;
    }

    /// <summary>Places where nothing is hidden at an instant: the signal heads, and the plate in the frame in which it was read, for there nobody was before it.</summary>
    public IReadOnlyList<PixelBox> Kept(long us) => Plate is { } plate && Math.Abs(plate.MediaUs - us) <= SameFrameUs ? [.. Signals, plate.Box] : Signals;

    /// <summary>What is to be hidden at an instant: vehicles, but not where the offender is; and people, and vehicles nearer than it, there too.</summary>
    public (List<PixelBox> Vehicles, List<PixelBox> Before) At(long us)
    {
        var (vehicles, nearer) = (new List<PixelBox>(), new List<PixelBox>());
        foreach (var (seenUs, what, before) in all)
            if (Math.Abs(seenUs - us) <= (what.Class == RoadUser.Person ? PeopleUs : VehiclesUs)) (before ? nearer : vehicles).Add(Wider(what.Box));
        return (vehicles, nearer);
    }

    /// <summary>Takes in what one look found.</summary>
    internal void Keep(long us, ReadOnlySpan<Detection> seen)
    {
        var place = Offender(us);
        var riders = place is { } machine ? Riders(seen, machine) : [];
        foreach (ref readonly var what in seen)
        {
            var person = what.Class == RoadUser.Person;
            if ((place is { } its && (person ? riders.Contains(what) : IsOffender(what.Box, its))) || IsKnown(what, us)) continue;
            all.Add((us, what, person || (place is { } there && IsNearer(what.Box, there))));
        }
    }

    /// <summary>Who rides the offender: no more than can.</summary>
    private List<Detection> Riders(ReadOnlySpan<Detection> seen, in PixelBox machine)
    {
        var seats = offender.Class switch { RoadUser.Bicycle => 1, RoadUser.Motorcycle => 2, _ => 0 };
        var around = Wider(machine);
        List<Detection> riders = [];
        foreach (ref readonly var what in seen)
            if (what.Class == RoadUser.Person && !IsNearer(what.Box, machine) && Inside(what.Box, around) >= Rides) riders.Add(what);
        return [.. riders.OrderByDescending(r => r.Box.Overlap(around)).Take(seats)];
    }

    private static bool IsOffender(in PixelBox box, in PixelBox place) =>
        (box.Iou(place) >= Same || Inside(box, place) >= Within) && !(IsNearer(box, place) && box.Width < Narrower * place.Width);

    private static bool IsNearer(in PixelBox box, in PixelBox place) => box.Bottom > place.Bottom + (Lower * place.Height);

    private static double Inside(in PixelBox box, in PixelBox place) => box.Overlap(place) / Math.Max(1, box.Area);

    private bool IsKnown(in Detection what, long us)
    {
        for (var i = all.Count - 1; i >= 0 && all[i].Us == us; i--)
            if (all[i].What.Class == what.Class && all[i].What.Box.Iou(what.Box) >= Twice) return true;
        return false;
    }

    private static PixelBox Wider(in PixelBox box) =>
        new(box.X - (Room * box.Width), box.Y - (Room * box.Height), box.Width * (1 + (2 * Room)), box.Height * (1 + (2 * Room)));
}
