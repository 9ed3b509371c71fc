using System.Collections.Immutable;
using OpenCvSharp;
using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Plates;
using Qyran.Domain.Tracks;
using Qyran.Measure.Plates;
using Qyran.Measure.Tracking;
using Qyran.Vision.Plates;

namespace Qyran.Line.Plates;

/// <summary>
/// Reads the plates of the vehicles that are followed, each a few times while it is well seen, on the full picture. Belongs to one line's thread.
/// </summary>
/// <param name="plane">Tells the size of what the detector has no class for.</param>
public sealed class PlateWatch(PlateEyesPool pool, PlateLookSettings settings, PlateVoteSettings vote, IRoadPlane? plane = null)
{
    /// <summary>Memory of a track that never ended in a way that was told is dropped after this long, s.</summary>
    private const double ForgetSeconds = 120;

    /// <summary>A reading from here on says that something is legible; one from the second on that it is another plate than the sure one: what drives away is misread weakly before it is not read at all.</summary>
    private const double Legible = 0.3, Contrary = 0.6;

    /// <summary>No plate is wider than this share of its vehicle's box: a car's is about a third of it, a motorcycle's a quarter.</summary>
    private const double WidestPlate = 0.5;

    /// <summary>No plate lies in this upper share of its vehicle's box: what is read there is behind the roof.</summary>
    private const double RoofShare = 0.25;

    private readonly Dictionary<int, Memory> memories = [];
    private readonly List<int> due = [];
    private readonly PlateReach reach = new();

    /// <summary>Looks so far.</summary>
    public long Looks { get; private set; }

    /// <summary>Tracks remembered, for the test that counts what is left behind.</summary>
    internal int Held => memories.Count;

    /// <summary>Looks at the vehicles that are due in this frame.</summary>
    /// <param name="full">The camera's whole picture; only its Y plane is used.</param>
    public void Step(in FrameView full, ReadOnlySpan<LiveTrack> live)
    {
        var now = full.Time.Seconds;
        due.Clear();
        for (var i = 0; i < live.Length; i++)
            if (IsDue(live[i], now)) due.Add(i);
        if (due.Count == 0) return;
        if (pool.TryTake() is not { } eyes) return;
        if (due.Count > settings.MostPerFrame) Longest(live, now);
        try
        {
            Look(eyes, full, live, now);
        }
        finally
        {
            pool.Return(eyes);
        }
        if (memories.Count > 4 * live.Length + 64) Forget(now);
    }

    /// <summary>
    /// An ended track's parts, each with the verdict on what was read in it; its memory goes with it. In one part more where two plates are shown one after the other, without a verdict
    /// when it was never looked at.
    /// </summary>
    /// <param name="whole">As it was followed.</param>
    /// <param name="parts">What it was cut into, in order; mostly the whole. What was read in none of them is nobody's.</param>
    /// <param name="newId">Gives the number of a further part.</param>
    public ImmutableArray<(Track Track, PlateVerdict? Verdict)> Take(Track whole, ImmutableArray<Track> parts, Func<int> newId)
    {
        if (!memories.Remove(whole.Id, out var memory)) return [.. parts.Select(p => (p, (PlateVerdict?)null))];
        var made = ImmutableArray.CreateBuilder<(Track, PlateVerdict?)>();
        foreach (var part in parts)
        {
            // a whole track's plate may have been read just after its last sight; where it was cut that may be the other vehicle's
            var read = memory.Sightings.Where(s => part == whole || (s.Time.MediaUs >= part.First.Time.MediaUs && s.Time.MediaUs <= part.Last.Time.MediaUs)).ToArray();
            foreach (var (piece, verdict) in PlateSplit.Of(part, read, vote, newId, plane)) made.Add((piece, verdict));
        }
        return made.ToImmutable();
    }

    /// <summary>The plate of a track that goes on, as far as its readings say by now; null while they say too little. For showing only: the verdict comes at its end.</summary>
    public string? SoFar(int track)
    {
        if (!memories.TryGetValue(track, out var memory)) return null;
        if (memory.Judged != memory.Added) (memory.Judged, memory.SoFar) = (memory.Added, PlateVote.Judge(memory.Sightings, vote).Accepted?.Text);
        return memory.SoFar;
    }

    private bool IsDue(in LiveTrack track, double now)
    {
        // between two looks of the detector its place is predicted, which is near enough
        if (track.Id is not { } id || track.Misses > 0 || track.Class is RoadUser.Person or RoadUser.Bicycle) return false;
        var size = Math.Min(track.Box.Width, track.Box.Height);
        if (size < settings.LeastBoxPx) return false;
        if (!memories.TryGetValue(id, out var memory)) return true;
        var since = now - memory.LastSeconds;
        if (memory.Sure) return since >= settings.SureSeconds || (since >= settings.EverySeconds && size > 1.5 * memory.SureSize);
        if (reach.IsHopeless(size)) return since >= settings.HopelessSeconds || Math.Max(size / memory.Size, memory.Size / size) >= settings.HopelessChange;
        var vain = size > settings.Grown * memory.TriedSize ? -1 : Math.Max(memory.Idle - settings.IdleAfter, memory.Tries - settings.UnsureAfter);
        return since >= (vain < 0 ? settings.EverySeconds : settings.IdleSeconds * (1 << Math.Min(vain, 3)));
    }

    /// <summary>Keeps those that waited longest; a vehicle never looked at waits for ever.</summary>
    private void Longest(ReadOnlySpan<LiveTrack> live, double now)
    {
        for (var n = 0; n < settings.MostPerFrame; n++)
        {
            var longest = n;
            for (var i = n + 1; i < due.Count; i++)
                if (Waited(live[due[i]], now) > Waited(live[due[longest]], now)) longest = i;
            (due[n], due[longest]) = (due[longest], due[n]);
        }
        due.RemoveRange(settings.MostPerFrame, due.Count - settings.MostPerFrame);
    }

    private double Waited(in LiveTrack track, double now) => memories.TryGetValue(track.Id!.Value, out var memory) ? now - memory.LastSeconds : double.MaxValue;

    private unsafe void Look(PlateEyes eyes, in FrameView full, ReadOnlySpan<LiveTrack> live, double now)
    {
        fixed (byte* pixels = full.Y)
        {
            using var grey = Mat.FromPixelData(full.Height, full.Width, MatType.CV_8UC1, (nint)pixels, full.Width);
            foreach (var i in due)
            {
                ref readonly var track = ref live[i];
                if (!memories.TryGetValue(track.Id!.Value, out var memory)) memories[track.Id.Value] = memory = new();
                memory.Begin(now, Math.Min(track.Box.Width, track.Box.Height), settings.Grown);
                Looks++;
                var legible = false;
                foreach (var reading in Seen(eyes, grey, Around(track.Box), memory.Idle > 0))
                {
                    if (Owner(reading.Quad.Box, live) != i) continue; // a neighbour's, seen through this one's box, or nobody's
                    memory.Add(new(full.Number, full.Time, reading), settings, vote.SureReading);
                    legible = reading.Confidence > Legible;
                    if (reading.Confidence > (memory.Sure ? Contrary : Legible)) memory.Hear(reading.Text, settings);
                    break;
                }
                memory.Idle = legible ? 0 : memory.Idle + 1;
                reach.Note(memory.Size, legible);
            }
        }
    }

    /// <summary>Plates that are seen in a vehicle's box: with twice the detail where the last look found none and the box is shrunk for it, for a pale plate on a pale bumper needs that.</summary>
    private IReadOnlyList<PlateReading> Seen(PlateEyes eyes, Mat grey, Rect around, bool inVain)
    {
        var shrunk = Math.Max((double)around.Width / settings.InputWidth, (double)around.Height / settings.InputHeight);
        var finer = inVain && shrunk >= settings.ShrunkBy ? 2 : 1;
        return eyes.Look(grey, around, finer * settings.InputWidth, finer * settings.InputHeight);
    }

    /// <summary>The box with a margin: it may be a frame old, and plates hang at its edge.</summary>
    private static Rect Around(in PixelBox box)
    {
        var (dx, dy) = (0.06 * box.Width, 0.06 * box.Height);
        return new((int)(box.X - dx), (int)(box.Y - dy), (int)(box.Width + (2 * dx)), (int)(box.Height + (2 * dy)));
    }

    /// <summary>
    /// The vehicle a plate belongs to: the smallest box around it for which it is not too wide and not too high; -1 when it is nobody's. A rider's box is half background, the plate in it perhaps that of the car beside:
    /// where another vehicle's box is around it too, nobody can say whose it is.
    /// </summary>
    private static int Owner(in PixelBox plate, ReadOnlySpan<LiveTrack> live)
    {
        var (owner, around, ridden) = (-1, 0, false);
        var at = plate.Centre;
        for (var i = 0; i < live.Length; i++)
        {
            var box = live[i].Box;
            var margin = 0.06 * box.Height;
            if (live[i].Class == RoadUser.Person || plate.Width > WidestPlate * box.Width || at.Y < box.Y + (RoofShare * box.Height)) continue;
            if (at.X < box.X - margin || at.X > box.Right + margin || at.Y > box.Bottom + margin) continue;
            (around, ridden) = (around + 1, ridden || live[i].Class == RoadUser.Motorcycle);
            if (owner < 0 || box.Area < live[owner].Box.Area) owner = i;
        }
        return ridden && around > 1 ? -1 : owner;
    }

    private void Forget(double now)
    {
        foreach (var (track, memory) in memories)
            if (now - memory.LastSeconds > ForgetSeconds) memories.Remove(track);
    }

    private sealed class Memory
    {
        public List<PlateSighting> Sightings { get; } = [];
        public double LastSeconds { get; private set; }

        /// <summary>The shorter side of its box at the last look, px.</summary>
        public double Size { get; private set; }
        public double SureSize { get; private set; }

        /// <summary>Looks since it was last found grown, and its size then.</summary>
        public int Tries { get; private set; }
        public double TriedSize { get; private set; }

        /// <summary>Looks in a row that found nothing legible.</summary>
        public int Idle { get; set; }
        public bool Sure { get; private set; }

        /// <summary>Sightings ever added, and how many had been when <see cref="SoFar"/> was judged.</summary>
        public int Added { get; private set; }
        public int Judged { get; set; }
        public string? SoFar { get; set; }

        public void Begin(double seconds, double size, double grown)
        {
            (LastSeconds, Size) = (seconds, size);
            if (size > grown * TriedSize) (Tries, Idle, TriedSize) = (0, 0, size);
            Tries++;
        }

        /// <param name="sure">From this confidence on a reading may show that there is another plate.</param>
        public void Add(PlateSighting sighting, PlateLookSettings settings, double sure)
        {
            Added++;
            Sightings.Add(sighting);
            if (Sightings.Count > settings.MostSightings) Sightings.Remove(Spare(settings, sure));
        }

        /// <summary>This text was legible now. Another than the sure one may be another vehicle's: that is looked at like one just come.</summary>
        public void Hear(string said, PlateLookSettings settings)
        {
            var was = Sure;
            Sure = Sightings.Count(s => s.Reading.Text == said && s.Reading.Confidence >= settings.SureConfidence) >= settings.SureReads;
            if (Sure && !was) SureSize = Size;
            if (was && !Sure) Tries = 0;
        }

        /// <summary>
        /// The least sure; where all are sure, of what was read between the first and the last sight of a text that was read often, so that no plate makes another forgotten. Of many different sure texts,
        /// none of them often, there is nothing to be told: the least sure of all.
        /// </summary>
        private PlateSighting Spare(PlateLookSettings settings, double sure)
        {
            var least = Sightings.MinBy(s => s.Reading.Confidence)!;
            if (least.Reading.Confidence < sure) return least;
            var often = Sightings.GroupBy(s => s.Reading.Text, StringComparer.Ordinal).Select(g => g.ToArray()).Where(g => g.Length > settings.SureReads);
            return often.SelectMany(g => g[1..^1]).MinBy(s => s.Reading.Confidence) ?? least;
        }
    }
}
