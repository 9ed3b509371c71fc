using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Tracking;

/// <summary>A track in the making: what the tracker remembers of one thing. Pooled and reused; owned by one <see cref="Tracker"/>.</summary>
internal sealed class Strand
{
    // Direction and standing are judged over about this much of the past: long enough to drown box noise, short enough for a turn
    private const double DirectionSeconds = 0.3, StandingSeconds = 1;

    // at one look a second two boxes are too few to tell standing from box noise; the past is taken further back then
    private const int StandingSights = 4;
    private const int MostStood = 128; // more are not needed
    private const double StandingMostSeconds = 4;

    // a parked car's old points: one in this many seconds, gone through this often; another place when the boxes share less, that many times running: one box around two is none
    private const double ThinSeconds = 10, ThinEverySeconds = 60, SameAnchor = 0.5;
    private const int AnotherPlace = 3;

    // a box of a standing thing shows it where it was when they share this; else it may be of a part or of more, which share this of the smaller; sightings that count at most, and of how many the place is the mean
    private const double SamePlace = 0.8, PartOrMore = 0.8;
    private const int MostAgreed = 50, MeanOf = 8;
    private const int KeptCapacity = 4096;
    private PixelBox _first;
    private double _odds, _scores, _toldX, _toldY, _thinned;
    private bool _told;
    private PixelBox _anchor;
    private int _anchorAt, _away, _awayAt;

    public int? Id;
    public BoxFilter Filter;
    public BoxFilter AtSeen;
    public PixelBox LastBox;

    /// <summary>The last one with a high score.</summary>
    public PixelBox SureBox;
    public PixelBox Predicted;
    public CaptureTime FirstSeen, LastSeen;

    /// <summary>When it was last known to be there, s: seen, or held by the picture of its place, also through a silence of the camera.</summary>
    public double LastKnown;

    /// <summary>When it was last looked for, s, found or not.</summary>
    public double LookedFor;

    /// <summary>Points since the last sighting; of them <see cref="Misses"/> are looks that did not find it.</summary>
    public int Blind;

    /// <summary>What the picture says of its place in the current frame.</summary>
    public PlaceLook Place;
    public long FirstFrame;
    public int Hits, Misses;

    /// <summary>Begun by a detection too weak for it and never surely seen since.</summary>
    public bool OnTrial;
    public int? Detection;
    public bool Standing;

    /// <summary>Found in the current frame in one box with a neighbour, both standing.</summary>
    public bool Shared;

    /// <summary>When it was last seen whole, s: a rider without the machine, or the machine alone, is filled up for a while only.</summary>
    public double WholeSeen;

    private PixelBox _whole;
    private int _agreed, _differed;

    /// <summary>How long, s, it has been looked for in vain, and how much of that it was behind something nearer.</summary>
    public double UnseenSeconds, HiddenSeconds;

    /// <summary>Displacement of the centre over the recent past, px, and how long that took, s; 0 when unknown.</summary>
    public double MovedX, MovedY, MovedSeconds;

    /// <summary>Where it was last seen on the road and its velocity there, m and m/s; null where unknown.</summary>
    public RoadPoint? Road, RoadVelocity;

    /// <summary>One per frame since the first sighting; boxes over a gap are predictions until it is seen again.</summary>
    public List<TrackPoint> Points { get; private set; } = new(256);

    /// <summary>How each point came about.</summary>
    public List<Sight> Sights { get; private set; } = new(256);

    /// <summary>
    /// How sure the sightings together are that there is something, 0…1. The log-odds of their scores are averaged, not added: sightings of
    /// one thing in successive pictures err alike, so a hundred of them are no hundred witnesses (logarithmic opinion pool, Genest and Zidek 1986).
    /// </summary>
    public double Sureness => Hits == 0 ? 0 : 1 / (1 + Math.Exp(-_odds / Hits));

    /// <summary>What its sightings say it is.</summary>
    public ClassVotes Votes { get; } = new();

    public RoadUser Class => Votes.Class;

    /// <summary>Has it been seen often enough, and, on trial, surely enough and moving, to count?</summary>
    public bool IsConfirmed(TrackerSettings settings) =>
        Hits >= settings.ConfirmHits && (!OnTrial || (_scores >= settings.ConfirmHits * settings.NewScore && Travelled >= settings.TrialMove
            && LastSeen.Seconds - FirstSeen.Seconds >= settings.TrialSeconds));

    /// <summary>
    /// On trial, and here is something surely seen that its weak sightings don't quite fit? They were of something else then (its light on the road, a
    /// part of it), and what is sure must not inherit them.
    /// </summary>
    public bool BeginsAnewWith(in Detection found, TrackerSettings settings) =>
        OnTrial && Id is null && found.Score >= settings.NewScore && Predicted.Iou(found.Box) < SameAnchor;

    /// <summary>From its first sighting to its last, box sizes.</summary>
    private double Travelled
    {
        get
        {
            var (x, y) = (LastBox.Centre.X - _first.Centre.X, LastBox.Centre.Y - _first.Centre.Y);
            return double.Hypot(x, y) / Math.Sqrt(Math.Min(LastBox.Area, _first.Area));
        }
    }

    public void Begin(long frame, CaptureTime time, in Detection found, int index, FlowMemory flow, TrackerSettings settings, IRoadPlane? plane)
    {
        Points.Clear();
        Sights.Clear();
        Votes.Clear();
        (_agreed, _differed) = (0, 0);
        (_odds, _scores, Id, Hits, Misses, Standing, Place) = (0, 0, null, 0, 0, false, PlaceLook.Unknown);
        (OnTrial, _first) = (found.Score < settings.NewScore, found.Box);
        (_anchor, _anchorAt, _away, _thinned) = (found.Box, 0, 0, time.Seconds);
        (MovedX, MovedY, MovedSeconds, Road, RoadVelocity) = (0, 0, 0, null, null);
        (FirstFrame, FirstSeen, _told, WholeSeen, _whole) = (frame, time, false, time.Seconds, found.Box);
        Predicted = default; // a strand used before must not keep others off the place of its last life
        Filter.Begin(found.Box, flow, settings);
        Record(frame, time, found, index, Foot.Seen, plane, settings);
    }

    /// <summary>It has ended and waits to be used again: one car that waited for minutes must not keep its memory for ever.</summary>
    public void Rest()
    {
        if (Points.Capacity > KeptCapacity) (Points, Sights) = (new(256), new(256));
    }

    /// <summary>Moves the filter to a frame dt seconds on.</summary>
    public void Predict(double dt, double now, TrackerSettings settings, IRoadPlane? plane)
    {
        (Detection, Shared) = (null, false);
        // what stood and has been out of sight for long is expected where it stood: a velocity of nearly nothing adds up over minutes
        if (Standing && UnseenSeconds > settings.StandingLostSeconds)
        {
            Predicted = LastBox;
            return;
        }
        Filter.Predict(dt, settings);
        Predicted = Filter.Box;
        // A steady speed on the road is not a steady speed in the picture; at few frames per second the difference is a whole box
        if (plane is null || Road is not { } road || RoadVelocity is not { } velocity) return;
        var since = now - LastKnown;
        var ahead = new RoadPoint(road.X + (velocity.X * since), road.Y + (velocity.Y * since));
        if (!plane.TryPixel(ahead, out var contact)) return;
        var (here, there) = (plane.PixelsPerMetre(LastBox.Contact), plane.PixelsPerMetre(contact));
        if (here <= 0 || there <= 0) return;
        var scale = Math.Clamp(there / here, 0.25, 4);
        var (w, h) = (LastBox.Width * scale, LastBox.Height * scale);
        Predicted = new(contact.X - (w / 2), contact.Y - h, w, h);
    }

    /// <summary>
    /// Is its place, which looks as it did, better known than by this box, a part of it or around more than it? Of two neighbours that wait a detector makes one for seconds, and whom
    /// that is taken for would leave its place. What is found otherwise more often than it was found there, lately, is believed.
    /// </summary>
    public bool IsSurerThan(in PixelBox found) =>
        found.Iou(SureBox) < SamePlace && found.Overlap(SureBox) >= PartOrMore * Math.Min(found.Area, SureBox.Area) && ++_differed < Math.Min(_agreed, MostAgreed);

    /// <summary>Nothing stands before it: so large it is here.</summary>
    public void SeenWhole(double now) => (WholeSeen, _whole) = (now, Filter.Box);

    /// <summary>How large the whole of it is where it is expected now, px.</summary>
    public (double Width, double Height) WholeSize(IRoadPlane? plane)
    {
        var scale = 1.0;
        if (plane is not null && (plane.PixelsPerMetre(_whole.Contact), plane.PixelsPerMetre(Predicted.Contact)) is ( > 0 and var then, > 0 and var now)) scale = Math.Clamp(now / then, 0.5, 2);
        return (_whole.Width * scale, _whole.Height * scale);
    }

    /// <summary>
    /// Tells how a confirmed track moved: once where it came in, then once per half a box size of way, so that a crawling queue does not
    /// drown the memory.
    /// </summary>
    public void Tell(FlowMemory flow)
    {
        if (Id is null || Detection is null || MovedSeconds <= 0) return;
        var (centre, first) = (LastBox.Centre, Points[0]);
        if (!_told && first.Seen is { } came && LastSeen.Seconds - first.Time.Seconds is > 0 and var since)
            flow.Add(came, (centre.X - came.Centre.X) / since, (centre.Y - came.Centre.Y) / since);
        if (_told && double.Hypot(centre.X - _toldX, centre.Y - _toldY) < 0.5 * BoxFilter.Size(LastBox)) return;
        (_told, _toldX, _toldY) = (true, centre.X, centre.Y);
        flow.Add(LastBox, MovedX / MovedSeconds, MovedY / MovedSeconds);
    }

    /// <summary>The frame was looked at and it was not found.</summary>
    public void Miss(long frame, CaptureTime time)
    {
        Misses++;
        LookedFor = time.Seconds;
        Blank(frame, time, Filter.Box, Sight.Missed);
    }

    /// <summary>Nobody looked at this frame.</summary>
    public void Pass(long frame, CaptureTime time) => Blank(frame, time, Filter.Box, Sight.NotLooked);

    /// <summary>Not detected, but the picture of its place says that it stands there still.</summary>
    public void Hold(long frame, CaptureTime time, TrackerSettings settings)
    {
        Filter.Update(SureBox, settings);
        (AtSeen, LastBox, LastKnown, LookedFor, Misses, UnseenSeconds, HiddenSeconds) = (Filter, SureBox, time.Seconds, time.Seconds, 0, 0, 0);
        Blank(frame, time, SureBox, Sight.Held);
        Thin(time.Seconds, settings);
    }

    private void Blank(long frame, CaptureTime time, in PixelBox box, Sight sight)
    {
        Blind++;
        Points.Add(new(frame, time, box, null, 0) { Held = sight == Sight.Held });
        Sights.Add(sight);
    }

    /// <summary>
    /// Takes in a sighting. After a gap in which it was looked for the filter is first led again along the straight way from the last sighting to this one, so that
    /// what it made up while blind does not live on (observation-centric re-update, Cao et al. 2023, OC-SORT).
    /// </summary>
    /// <param name="foot">Where it touches the road: from where that is hidden no position is taken, from where it is computed none is measured.</param>
    public void See(long frame, CaptureTime time, in Detection found, int index, Foot foot, IRoadPlane? plane, TrackerSettings settings)
    {
        if (Misses > 0) Relead(time, found.Box, settings);
        Filter.Update(found.Box, settings, Math.Clamp(settings.HighScore / found.Score, 1, settings.MostDoubt));
        Record(frame, time, found, index, foot, plane, settings);
    }

    private void Relead(CaptureTime time, in PixelBox seen, TrackerSettings settings)
    {
        Filter = AtSeen;
        var (from, until) = (LastKnown, time.Seconds);
        var before = from;
        for (var i = Points.Count - Blind; i < Points.Count; i++)
        {
            var point = Points[i];
            var at = point.Time.Seconds;
            if (at <= from || Sights[i] != Sight.Missed) continue; // frames nobody looked at would count as sightings that never were
            var share = until > from ? (at - from) / (until - from) : 1;
            var between = Between(LastBox, seen, share);
            Filter.Predict(at - before, settings);
            Filter.Update(between, settings);
            Points[i] = point with { Box = between };
            before = at;
        }
        Filter.Predict(until - before, settings);
    }

    private void Record(long frame, CaptureTime time, in Detection found, int index, Foot foot, IRoadPlane? plane, TrackerSettings settings)
    {
        // of a weak sighting the filter believes as much as it is worth
        var at = found.Score >= settings.HighScore ? found.Box : Filter.Box;
        (AtSeen, LastBox, LastSeen, LastKnown, LookedFor, Detection) = (Filter, at, time, time.Seconds, time.Seconds, index);
        (Misses, Blind, UnseenSeconds, HiddenSeconds) = (0, 0, 0, 0);
        if (Standing && Place == PlaceLook.Same && found.Box.Iou(SureBox) >= SamePlace)
        {
            (_agreed, _differed) = (_agreed + 1, 0);
            SureBox = Between(SureBox, found.Box, 1.0 / Math.Min(_agreed + 1, MeanOf));
        }
        else
        {
            (_agreed, _differed) = (0, 0);
            if (Hits == 0 || found.Score >= settings.HighScore) SureBox = found.Box;
        }
        Hits++;
        _scores += found.Score;
        OnTrial &= found.Score < settings.NewScore;
        var score = Math.Clamp((double)found.Score, 0.01, 0.99); // no detector is surer than one in a hundred
        _odds += Math.Log(score / (1 - score));
        Votes.Add(found);
        Anchor(found.Box);
        Points.Add(foot == Foot.Hidden ? new(frame, time, found.Box, null, found.Score) { Covered = true } : new(frame, time, Filter.Box, found.Box, found.Score) { FootComputed = foot == Foot.Computed });
        Sights.Add(foot == Foot.Hidden ? Sight.Covered : Sight.Seen);
        Thin(time.Seconds, settings);
        LookBack(time.Seconds, settings, plane);
    }

    /// <summary>Remembers since which point it has been where it is.</summary>
    private void Anchor(in PixelBox found)
    {
        if (found.Iou(_anchor) >= SameAnchor)
        {
            _away = 0;
            return;
        }
        if (_away == 0) _awayAt = Points.Count;
        if (++_away == AnotherPlace) (_anchor, _anchorAt, _away) = (found, _awayAt, 0);
    }

    /// <summary>Of the time it has stood where it is, what is older than the settings keep whole is thinned, in place, now and then.</summary>
    private void Thin(double now, TrackerSettings settings)
    {
        if (now - _thinned < ThinEverySeconds) return;
        _thinned = now;
        var (kept, last) = (_anchorAt, double.NegativeInfinity);
        for (var i = _anchorAt; i < Points.Count; i++)
        {
            if (_away > 0 && i == _awayAt) _awayAt = kept;
            var at = Points[i].Time.Seconds;
            if (at < now - settings.KeepAllSeconds)
            {
                // a point that was seen is worth waiting for
                if (at - last < (Sights[i] is Sight.Seen or Sight.Covered or Sight.Held ? ThinSeconds : 2 * ThinSeconds)) continue;
                last = at;
            }
            (Points[kept], Sights[kept]) = (Points[i], Sights[i]);
            kept++;
        }
        var gone = Points.Count - kept;
        Points.RemoveRange(kept, gone);
        Sights.RemoveRange(kept, gone);
        // what grew by doubling holds what a minute brings, and no more
        var need = kept + (KeptCapacity / 2);
        if (gone > 0 && Points.Capacity > 1.25 * need) (Points.Capacity, Sights.Capacity) = (need, need);
        Blind = 0;
        for (var i = Points.Count - 1; i >= 0 && Sights[i] is not (Sight.Seen or Sight.Covered); i--) Blind++;
    }

    /// <summary>Renews direction, standing and road velocity from the sightings of the last second.</summary>
    private void LookBack(double now, TrackerSettings settings, IRoadPlane? plane)
    {
        (MovedSeconds, MovedX, MovedY, Standing) = (0, 0, 0, Standing && Place == PlaceLook.Same); // the picture knows better than boxes
        var (direction, known) = (false, false);
        var sights = 1;
        var here = LastBox.Centre;
        for (var i = Points.Count - 2; i >= 0; i--)
        {
            if (FoundAt(i) is not { } then) continue;
            var ago = now - Points[i].Time.Seconds;
            sights++;
            if (!direction && Points[i].Seen is not null)
            {
                (MovedX, MovedY, MovedSeconds) = (here.X - then.Centre.X, here.Y - then.Centre.Y, ago);
                direction = ago >= DirectionSeconds;
                if (plane is not null) MeasureRoad(then, ago, plane);
            }
            if (!known && (i == 0 || (ago >= StandingSeconds && (sights >= StandingSights || ago >= StandingMostSeconds))))
                (known, Standing) = (true, Standing || (ago >= StandingSeconds / 2 && Stood(i, now - (ago / 2), settings)));
            if (known && direction) break;
        }
        if (plane is not null) Road = plane.TryRoad(LastBox.Contact, out var road) ? road : null;
    }

    /// <summary>The box that the detector gave at a point, whether or not it shows where it touches the road: what waits in a queue is seen no other way.</summary>
    public PixelBox? FoundAt(int i) => Points[i].Seen ?? (Sights[i] == Sight.Covered ? Points[i].Box : null);

    /// <summary>
    /// Were the sightings after the middle of the time since point <paramref name="first"/>, in the median, where those before it were? Odd
    /// boxes among them, from what passes or around two, then make nothing of a standing thing move.
    /// </summary>
    private bool Stood(int first, double middle, TrackerSettings settings)
    {
        Span<double> x = stackalloc double[MostStood], y = stackalloc double[MostStood];
        int n0 = 0, n1 = 0;
        double t0 = 0, t1 = 0;
        for (var i = Points.Count - 1; i >= first && n0 + n1 < MostStood; i--)
        {
            if (FoundAt(i) is not { } box) continue;
            var (centre, t) = (box.Centre, Points[i].Time.Seconds);
            (x[n0 + n1], y[n0 + n1]) = (centre.X, centre.Y);
            if (t <= middle) (n0, t0) = (n0 + 1, t0 + t);
            else (n1, t1) = (n1 + 1, t1 + t);
        }
        if (n0 == 0 || n1 == 0) return false;
        return double.Hypot(Middle(x[..n1]) - Middle(x[n1..(n1 + n0)]), Middle(y[..n1]) - Middle(y[n1..(n1 + n0)])) < settings.StandingSizesPerSecond * BoxFilter.Size(LastBox)
            * Math.Min(StandingMostSeconds / 2, (t1 / n1) - (t0 / n0));
    }

    /// <summary>The median, in place.</summary>
    private static double Middle(Span<double> values)
    {
        values.Sort();
        return (values[values.Length / 2] + values[(values.Length - 1) / 2]) / 2;
    }

    private void MeasureRoad(in PixelBox then, double ago, IRoadPlane plane)
    {
        RoadVelocity = ago > 0 && plane.TryRoad(then.Contact, out var was) && plane.TryRoad(LastBox.Contact, out var road)
            ? new((road.X - was.X) / ago, (road.Y - was.Y) / ago) : null;
    }

    public static PixelBox Between(in PixelBox a, in PixelBox b, double share) => new(
        double.Lerp(a.X, b.X, share), double.Lerp(a.Y, b.Y, share), double.Lerp(a.Width, b.Width, share), double.Lerp(a.Height, b.Height, share));
}
