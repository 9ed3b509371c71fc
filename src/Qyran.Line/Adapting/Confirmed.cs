using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Line.Adapting;

/// <summary>
/// What time says of detections: those on a track that drove through the picture and was sure now and then are right however faint, those on no track are wrong, what surely is there
/// and stands is left out, and of what else was followed nobody knows. The teacher is not the detector alone but its agreement with itself over seconds and with the laws of motion. Pure.
/// </summary>
internal static class Confirmed
{
    private const double SameThing = 0.5;

    // a track that is believed: seen so often and so long, now and then for sure, and got so far from where it began, in its own size
    private const int Sightings = 8, SureSightings = 3;
    private const double Seconds = 1, Sizes = 1.5, Sure = 0.5, SureShare = 0.15;

    // what was followed and is not believed is neither right nor wrong: mirror images on a wet road drive too
    private const int DoubtfulSightings = 4;

    /// <summary>The samples of one stretch of video, and how many things there are in the kept moments of each piece.</summary>
    /// <param name="offsetUs">Where the stretch begins in the whole of what is learned from, µs.</param>
    /// <param name="pieceUs">Length of the pieces of which every second one is held back, µs.</param>
    public static (List<AdaptSample> Samples, Dictionary<int, int> Things) Label(IReadOnlyList<KeptLook> looks, IReadOnlyList<Track> tracks, long offsetUs, long pieceUs)
    {
        var believed = tracks.Where(IsBelieved).ToArray();
        var standing = tracks.Where(t => IsSure(t) && !HasMoved(t)).ToArray();
        var doubtful = tracks.Where(t => !IsSure(t) && IsDoubtful(t)).ToArray();
        List<AdaptSample> samples = [];
        Dictionary<int, int> things = [];
        foreach (var look in looks)
        {
            var piece = (int)((look.TimeUs + offsetUs) / pieceUs);
            var there = At(believed, look.TimeUs);
            things[piece] = things.GetValueOrDefault(piece) + there.Count;
            var (still, unsure) = (At(standing, look.TimeUs), At(doubtful, look.TimeUs));
            foreach (var found in look.Found)
            {
                var best = there.Where(t => Kind(t.Track.Class) == Kind(found.Class)).Select(t => (t.Track.Id, Iou: t.Box.Iou(found.Box))).OrderByDescending(t => t.Iou).FirstOrDefault();
                if (best.Iou >= SameThing) samples.Add(new(found, piece, true, (piece, best.Id, look.TimeUs + offsetUs)));
                // a parked car or a post: counted as right it would teach that posts are people, counted as wrong that nobody parks
                else if (!still.Any(t => t.Box.Iou(found.Box) >= SameThing / 2))
                    samples.Add(new(found, piece, unsure.Any(t => t.Box.Iou(found.Box) >= SameThing / 2) ? null : false, null));
            }
        }
        return (samples, things);
    }

    private static List<(Track Track, PixelBox Box)> At(IEnumerable<Track> tracks, long timeUs)
    {
        List<(Track, PixelBox)> there = [];
        foreach (var track in tracks)
        {
            if (track.First.Time.MediaUs > timeUs || track.Last.Time.MediaUs < timeUs) continue;
            var index = track.Points.AsSpan().BinarySearch(new TrackPoint(0, track.First.Time with { MediaUs = timeUs }, default, null, 0), ByTime);
            if (index >= 0) there.Add((track, track.Points[index].Box));
            // the old points of what stands are seconds apart: between two at one place it was there too
            else if (track.Points[~index - 1].Box is var before && before.Iou(track.Points[~index].Box) >= SameThing) there.Add((track, before));
        }
        return there;
    }

    private static readonly IComparer<TrackPoint> ByTime = Comparer<TrackPoint>.Create(static (a, b) => a.Time.MediaUs.CompareTo(b.Time.MediaUs));

    public static bool IsBelieved(Track track) => IsSure(track) && HasMoved(track);

    /// <summary>Seen so often, so long and so surely that there is something.</summary>
    private static bool IsSure(Track track)
    {
        var seen = track.Points.Count(p => p.Seen is not null);
        if (track.Points.Count(p => p.Seen is not null && p.Score >= Sure) < Math.Max(SureSightings, SureShare * seen)) return false;
        return seen >= Sightings && track.Last.Time.Seconds - track.First.Time.Seconds >= Seconds;
    }

    private static bool HasMoved(Track track)
    {
        var (a, b) = (track.First.Box, track.Last.Box);
        return double.Hypot(b.Contact.X - a.Contact.X, b.Contact.Y - a.Contact.Y) >= Sizes * (Math.Sqrt(a.Area) + Math.Sqrt(b.Area)) / 2;
    }

    private static bool IsDoubtful(Track track) => track.Points.Count(p => p.Seen is not null) >= DoubtfulSightings;

    /// <summary>Motor vehicles are confused with each other by people too; so are machines with two wheels.</summary>
    private static int Kind(RoadUser user) => user switch
    {
        RoadUser.Person => 0,
        RoadUser.Bicycle or RoadUser.Motorcycle => 1,
        _ => 2,
    };
}
