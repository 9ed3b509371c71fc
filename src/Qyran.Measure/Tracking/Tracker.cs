using System.Runtime.InteropServices;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Tracking;

/// <summary>
/// Joins the detections of successive frames into tracks. Constant-velocity Kalman filter in seconds; high-scored detections are
/// matched first, low-scored ones carry on what is left (ByteTrack, Zhang et al. 2022), lost tracks are led again along their real
/// sightings (OC-SORT, Cao et al. 2023), and where the road plane is known prediction and gate are in road metres.
/// A track is given out when it has ended, complete: from its first sighting, gaps bridged, without the blind tail.
/// One instance belongs to one camera and one thread. A step allocates nothing once buffers have grown, apart from the tracks that end.
/// </summary>
public sealed class Tracker(TrackerSettings settings, IRoadPlane? plane)
{
    private readonly Assignment _assignment = new();
    private readonly FlowMemory _flow = new();
    private readonly List<Strand> _strands = [], _free = [], _left = [];
    private readonly List<LiveTrack> _live = [];
    private readonly List<int> _high = [], _low = [];
    private double[] _cost = [];
    private int[] _columnOf = [];
    private bool[] _taken = [];
    private Detection[] _weighed = [];
    private double? _before;
    private int _lastId;

    /// <summary>The tracks of the current frame, unconfirmed ones included; valid until the next call.</summary>
    public ReadOnlySpan<LiveTrack> Live => CollectionsMarshal.AsSpan(_live);

    /// <summary>Strands in work and in the pool, for the test that counts what is left behind.</summary>
    internal int Held => _strands.Count + _free.Count;

    /// <summary>Takes in one frame that was looked at. Frames come in order; a step back in time or a long silence ends all tracks but what is seen to stand where it stood.</summary>
    /// <param name="found">Boxes in raw pixels; empty or non-finite ones are ignored.</param>
    /// <param name="ended">Tracks that ended are added.</param>
    /// <param name="places">What the picture says of the places of <see cref="Live"/>, in its order; may be shorter or empty.</param>
    /// <param name="reach">What the look could see; a track it could not is taken as not looked for, for a while.</param>
    public void Step(long frame, CaptureTime time, ReadOnlySpan<Detection> found, List<Track> ended, ReadOnlySpan<PlaceLook> places = default, LookReach reach = default)
    {
        ArgumentNullException.ThrowIfNull(ended);
        for (var i = 0; i < _strands.Count; i++) _strands[i].Place = i < places.Length ? places[i] : PlaceLook.Unknown;
        var now = time.Seconds;
        var dt = Go(now, ended);
        found = KindDoubt.Weigh(found, ref _weighed, settings);
        Choose(found);
        foreach (var strand in _strands) strand.Predict(dt, now, settings, plane);

        _left.Clear();
        _left.AddRange(_strands);
        Match(Stage.Prediction, _high, frame, time, found);
        Keep(s => s.Id is null ? s.OnTrial && s.Misses <= 1 : s.Misses == 0 || s.Standing);
        Match(Stage.LowScore, _low, frame, time, found);
        _left.Clear();
        foreach (var strand in _strands)
            if (strand.Detection is null) _left.Add(strand);
        Match(Stage.LastSight, _high, frame, time, found);

        Close(frame, time, reach, ended);
        Open(frame, time, found);
        Show();
    }

    /// <summary>
    /// Takes in one frame that nobody looked at. Tracks are predicted to it; it neither ages nor lowers them, and no track begins or ends,
    /// unless time itself breaks.
    /// </summary>
    public void Skip(long frame, CaptureTime time, List<Track> ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        foreach (var strand in _strands) strand.Place = PlaceLook.Unknown;
        var now = time.Seconds;
        var dt = Go(now, ended);
        foreach (var strand in _strands)
        {
            strand.Predict(dt, now, settings, plane);
            strand.Pass(frame, time);
        }
        Show();
    }

    /// <summary>On to this time; returns the seconds since the frame before.</summary>
    private double Go(double now, List<Track> ended)
    {
        var dt = _before is { } before ? now - before : 0;
        if (dt < 0 || dt > settings.CutSeconds)
        {
            Cut(forward: dt > 0, now, ended);
            dt = 0; // what stood through it has not moved
        }
        _before = now;
        return dt;
    }

    /// <summary>A number for a track that is made outside: no other will have it.</summary>
    public int NewId() => ++_lastId;

    /// <summary>The source has ended: gives out every confirmed track still in work.</summary>
    public void Finish(List<Track> ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        End(ended);
        _live.Clear();
        _before = null;
    }

    private enum Stage { Prediction, LowScore, LastSight }

    /// <summary>Sorts the usable detections into high and low and drops doubles of one thing.</summary>
    private void Choose(ReadOnlySpan<Detection> found)
    {
        _high.Clear();
        _low.Clear();
        if (_taken.Length < found.Length) _taken = new bool[found.Length * 2];
        _taken.AsSpan().Clear();
        for (var i = 0; i < found.Length; i++)
        {
            ref readonly var f = ref found[i];
            if (!(f.Score >= settings.LowScore) || !IsBox(f.Box) || IsDouble(found, i)) continue;
            (f.Score >= settings.HighScore ? _high : _low).Add(i);
        }
    }

    private static bool IsBox(in PixelBox box) =>
        double.IsFinite(box.X) && double.IsFinite(box.Y) && box.Width > 0 && box.Height > 0 && double.IsFinite(box.Width * box.Height);

    private bool IsDouble(ReadOnlySpan<Detection> found, int i)
    {
        for (var j = 0; j < found.Length; j++)
        {
            var better = found[j].Score > found[i].Score || (found[j].Score == found[i].Score && j < i);
            if (!better || j == i) continue;
            // no vehicle is a bus and a lorry: two kinds at nearly one place are one thing, whose kind is in doubt
            var most = KindDoubt.Exclude(found[i].Class, found[j].Class) ? settings.TwoKindsIou : settings.DuplicateIou;
            if (found[j].Box.Iou(found[i].Box) > most) return true;
        }
        return false;
    }

    private void Keep(Predicate<Strand> wanted)
    {
        var kept = 0;
        for (var i = 0; i < _left.Count; i++)
            if (_left[i].Detection is null && wanted(_left[i])) _left[kept++] = _left[i];
        _left.RemoveRange(kept, _left.Count - kept);
    }

    private void Match(Stage stage, List<int> candidates, long frame, CaptureTime time, ReadOnlySpan<Detection> found)
    {
        var free = 0;
        for (var i = 0; i < candidates.Count; i++)
            if (!_taken[candidates[i]] && !(stage == Stage.LowScore && IsPiece(found[candidates[i]]))) candidates[free++] = candidates[i];
        candidates.RemoveRange(free, candidates.Count - free);
        var (rows, columns) = (_left.Count, candidates.Count);
        if (rows == 0 || columns == 0) return;
        if (_cost.Length < rows * columns) _cost = new double[rows * columns * 2];
        if (_columnOf.Length < rows) _columnOf = new int[rows * 2];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
            {
                var f = found[candidates[c]];
                // what a vehicle is thought to hide is not used to find it: else it would take its neighbours for parts of itself
                var (whole, _) = RiderParts.Whole(_left[r], f, time.Seconds, settings);
                var part = whole != f.Box;
                if (part) f = f with { Box = whole };
                _cost[(r * columns) + c] = (part ? settings.PartWeight : 0) + stage switch
                {
                    Stage.Prediction => Affinity.OfPrediction(_left[r], f, time.Seconds, settings, plane),
                    Stage.LowScore when _left[r].Id is not null => Affinity.OfLowScore(_left[r], f, settings),
                    Stage.LowScore => Affinity.OfPrediction(_left[r], f, time.Seconds, settings, plane), // on trial: weak ones are all it has
                    _ => Affinity.OfLastSight(_left[r], f, settings),
                };
            }
        _assignment.Solve(_cost.AsSpan(0, rows * columns), rows, columns, Math.Min(Affinity.Limit, settings.MatchLimit), _columnOf);
        for (var r = 0; r < rows; r++)
        {
            if (_columnOf[r] < 0) continue;
            var index = candidates[_columnOf[r]];
            _taken[index] = true;
            if (_left[r].BeginsAnewWith(found[index], settings))
            {
                _left[r].Begin(frame, time, found[index], index, _flow, settings, plane);
                continue;
            }
            var (whole, foot) = Whole(_left[r], found[index], time.Seconds);
            if (SharedBox.Neighbour(_left[r], whole, _strands, time.Seconds, settings) is { } neighbour)
            {
                _left[r].Shared = neighbour.Shared = true;
                continue;
            }
            if (IsHeld(_left[r], time.Seconds) && _left[r].IsSurerThan(whole)) continue;
            var part = whole != found[index].Box;
            _left[r].See(frame, time, found[index] with { Box = whole }, index, foot, plane, settings);
            if (!part && (!_left[r].Class.HasFourWheels() || !HalfHidden.IsBeside(_left[r], _strands))) _left[r].SeenWhole(time.Seconds);
        }
    }

    /// <summary>What the track takes the detection for: a part of itself, where the rest was missed or is hidden, or all of it.</summary>
    private (PixelBox Box, Foot Foot) Whole(Strand strand, in Detection found, double now)
    {
        var ridden = RiderParts.Whole(strand, found, now, settings);
        if (ridden.Box != found.Box) return ridden;
        var (whole, footSeen) = HalfHidden.Whole(strand, found, _strands, plane, now, settings);
        return (whole, footSeen && !HalfHidden.IsFootHidden(whole, strand, _strands) ? Foot.Seen : Foot.Hidden);
    }

    /// <summary>Marks what was not seen, confirms what was seen often enough, ends what has been lost too long.</summary>
    private void Close(long frame, CaptureTime time, in LookReach reach, List<Track> ended)
    {
        var kept = 0;
        for (var i = 0; i < _strands.Count; i++)
        {
            var strand = _strands[i];
            if (strand.Detection is null)
            {
                if (strand.Shared || IsHeld(strand, time.Seconds))
                {
                    strand.Hold(frame, time, settings);
                }
                else if (!reach.Covers(strand.Predicted) && time.Seconds - strand.LookedFor < settings.LongestLookGap)
                {
                    strand.Pass(frame, time);
                }
                else
                {
                    var gap = Math.Clamp(time.Seconds - strand.LookedFor, 0, settings.LongestLookGap);
                    strand.Miss(frame, time);
                    strand.UnseenSeconds += gap;
                    if (IsHidden(strand)) strand.HiddenSeconds += gap;
                }
            }
            if (strand.Id is null && strand.IsConfirmed(settings)) strand.Id = ++_lastId;
            strand.Tell(_flow);
            var patience = strand.Id is null ? settings.TentativeLostSeconds : strand.Standing ? settings.StandingLostSeconds : settings.LostSeconds;
            // what is behind something nearer can't be seen: that time does not count, up to a limit
            var most = strand.Standing ? settings.HiddenStandingSeconds : settings.StandingLostSeconds;
            if (strand.Misses >= 2 && (strand.UnseenSeconds - strand.HiddenSeconds > patience || strand.UnseenSeconds > Math.Max(patience, most))) Release(strand, ended);
            else _strands[kept++] = strand;
        }
        _strands.RemoveRange(kept, _strands.Count - kept);
    }

    /// <summary>Does the picture itself say that it stands where it stood?</summary>
    private bool IsHeld(Strand strand, double now) =>
        strand is { Standing: true, Id: not null, Place: PlaceLook.Same } && strand.Hits >= settings.HoldHits && now - strand.LastSeen.Seconds <= settings.HeldSeconds;

    /// <summary>Is it where something seen now, and nearer to the camera, covers most of it?</summary>
    private bool IsHidden(Strand strand)
    {
        foreach (var other in _strands)
        {
            if (other.Detection is null || other == strand || other.LastBox.Bottom <= strand.Predicted.Bottom) continue;
            if (other.LastBox.Overlap(strand.Predicted) >= settings.HiddenShare * strand.Predicted.Area) return true;
        }
        return false;
    }

    /// <summary>Is it the rider or the machine alone of a two-wheeler already found in this frame?</summary>
    private bool IsPart(in Detection found)
    {
        foreach (var strand in _strands)
            if (strand.Detection is not null && RiderParts.IsPartOf(found, strand.Class, strand.LastBox)) return true;
        return false;
    }

    /// <summary>
    /// Does it lie within what was surely found in this frame? It may then be a piece of that or another thing half hidden by it; a
    /// track that took it for its own could leave with somebody else.
    /// </summary>
    private bool IsPiece(in Detection found)
    {
        foreach (var strand in _strands)
            if (strand.Detection is not null && strand.LastBox.Overlap(found.Box) >= settings.PieceShare * found.Box.Area) return true;
        return false;
    }

    /// <summary>Is it clear of everything known, seen now or not? What is weak and touches a known thing is likelier that thing, or its part, than another.</summary>
    private bool StandsApart(in Detection found)
    {
        foreach (var strand in _strands)
            if (strand.Predicted.Overlap(found.Box) > settings.TrialTouch * Math.Min(found.Box.Area, strand.Predicted.Area)) return false;
        return true;
    }

    private void Open(long frame, CaptureTime time, ReadOnlySpan<Detection> found)
    {
        foreach (var index in _high)
            if (!_taken[index] && found[index].Score >= settings.NewScore && !IsPart(found[index])) Begin(frame, time, found[index], index);
        if (settings.TrialScore >= settings.NewScore) return;
        foreach (var index in _low)
            if (!_taken[index] && found[index].Score >= settings.TrialScore && StandsApart(found[index])) Begin(frame, time, found[index], index);
    }

    private void Begin(long frame, CaptureTime time, in Detection found, int index)
    {
        Strand strand;
        if (_free.Count > 0)
        {
            strand = _free[^1];
            _free.RemoveAt(_free.Count - 1);
        }
        else
        {
            strand = new();
        }
        strand.Begin(frame, time, found, index, _flow, settings, plane);
        if (strand.IsConfirmed(settings)) strand.Id = ++_lastId;
        _strands.Add(strand);
    }

    private void Show()
    {
        _live.Clear();
        foreach (var s in _strands)
            _live.Add(new(s.Id, s.Class, s.Filter.Box, s.Detection, s.Filter.X.Velocity, s.Filter.Y.Velocity, s.FirstFrame, s.FirstSeen, s.LastSeen, s.Hits, s.Misses, s.Standing, s.SureBox) { OnTrial = s.OnTrial });
    }

    /// <summary>
    /// Time broke. After a silence a place that looks as it did still holds its track: a camera that was away for a minute comes back to the
    /// same parked cars. What was moving is somewhere else by now, and before a step back in time nothing can be continued.
    /// </summary>
    private void Cut(bool forward, double now, List<Track> ended)
    {
        var kept = 0;
        for (var i = 0; i < _strands.Count; i++)
        {
            var strand = _strands[i];
            if (!forward || _before is not { } before || !IsHeld(strand, before))
            {
                Release(strand, ended);
                continue;
            }
            strand.LastKnown = now; // it stood: what box noise makes of its velocity on the road must not carry it through the silence
            _strands[kept++] = strand;
        }
        _strands.RemoveRange(kept, _strands.Count - kept);
    }

    private void End(List<Track> ended)
    {
        foreach (var strand in _strands) Release(strand, ended);
        _strands.Clear();
    }

    private void Release(Strand strand, List<Track> ended)
    {
        if (strand.Id is { } id && strand.Sureness >= settings.MinSureness) ended.Add(TrackFinish.Make(strand, id, settings));
        strand.Rest();
        _free.Add(strand);
    }
}
