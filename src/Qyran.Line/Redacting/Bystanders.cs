using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
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

    /// <summary>Found as much on the offender's place is the offender; as much of a person on a two-wheeler is its rider.</summary>
    private const double Same = 0.4, Within = 0.75, Rides = 0.5;

    /// <summary>So alike are two boxes of one look at one thing.</summary>
    private const double Twice = 0.7;

    private readonly List<(long Us, Detection What)> all = [];
    private readonly Detection[] found = new Detection[512];
    private long lookedUs = long.MinValue;

    /// <summary>Places that stay as they are.</summary>
    public IReadOnlyList<PixelBox> Signals { get; init; } = [];

    /// <summary>Takes in a frame; looks at it when the last look is some time ago.</summary>
    public void See(in FrameView frame, long us)
    {
        if (lookedUs != long.MinValue && us - lookedUs < StepUs && us >= lookedUs) return;
        lookedUs = us;
        Keep(us, detector.Detect(frame, found));
        var (width, height) = (frame.RawWidth * Quarter, frame.RawHeight * Quarter);
        foreach (var x in (ReadOnlySpan<double>)[0, frame.RawWidth - width])
            foreach (var y in (ReadOnlySpan<double>)[0, frame.RawHeight - height])
                Keep(us, detector.Detect(frame, new PixelBox(x, y, width, height), found));
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

    /// <summary>What is to be hidden at an instant: other vehicles but where the offender is, and people everywhere.</summary>
    public (List<PixelBox> Vehicles, List<PixelBox> People) At(long us)
    {
        var (vehicles, people) = (new List<PixelBox>(), new List<PixelBox>());
        foreach (var (seenUs, what) in all)
        {
            var person = what.Class == RoadUser.Person;
            if (Math.Abs(seenUs - us) > (person ? PeopleUs : VehiclesUs)) continue;
            (person ? people : vehicles).Add(Wider(what.Box));
        }
        return (vehicles, people);
    }

    private bool IsOffender(in Detection what, in PixelBox place)
    {
        var inside = what.Box.Overlap(place) / Math.Max(1, what.Box.Area);
        if (what.Class == RoadUser.Person) return offender.Class.IsTwoWheeler() && what.Box.Overlap(Wider(place)) / Math.Max(1, what.Box.Area) >= Rides;
        return what.Box.Iou(place) >= Same || inside >= Within;
    }

    private void Keep(long us, int count)
    {
        var place = Offender(us);
        foreach (ref readonly var what in found.AsSpan(0, count))
            if (!(place is { } its && IsOffender(what, its)) && !IsKnown(what, us)) all.Add((us, what));
    }

    private bool IsKnown(in Detection what, long us)
    {
        for (var i = all.Count - 1; i >= 0 && all[i].Us == us; i--)
            if (all[i].What.Class == what.Class && all[i].What.Box.Iou(what.Box) >= Twice) return true;
        return false;
    }

    private static PixelBox Wider(in PixelBox box) =>
        new(box.X - (Room * box.Width), box.Y - (Room * box.Height), box.Width * (1 + (2 * Room)), box.Height * (1 + (2 * Room)));
}
