using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Motion;

/// <summary>
/// How the places of standing vehicles looked when they were surely seen there, to tell later from the picture alone whether they stand
/// there still. A look is the place's brightness in 16 × 12 cells, compared by correlation, so that a cloud or a change of exposure
/// does not matter. One instance belongs to one camera and one thread; allocates only when more vehicles stand than ever before.
/// </summary>
public sealed class PlaceMemory
{
    private const int Columns = 16, Rows = 12, Cells = Columns * Rows;

    // the box's rim is road and neighbours
    private const double Rim = 0.08;

    // noise, a cloud and a shadow's edge leave a vehicle above this; another one in its place, or half of it hidden, is below
    private const double SameLook = 0.88;

    // a place that looks otherwise although the vehicle is detected there: someone walks before it, unless that lasts
    private const double PasserSeconds = 3;

    // a look that is renewed with every picture would go along with what creeps away
    private const double KeptSeconds = 2;

    // cells that differ by less than this, grey levels, say nothing: a dark car at night
    private const double LeastContrast = 4;

    // of so many cells at least it must be in sight, then and now, for them to bear witness for all of it
    private const int LeastShown = Cells / 5;

    // smallest place, pixels of the analysed picture
    private const double LeastWidth = 10, LeastHeight = 8;

    private sealed class Memory
    {
        public int Track;
        public PixelBox Place;
        public double FreshSeconds;
        public bool Kept, Compared;
        public readonly float[] Look = new float[Cells];

        /// <summary>Cells in which it was seen itself and not what stood before it.</summary>
        public readonly bool[] Free = new bool[Cells];
    }

    private readonly List<Memory> _known = [], _free = [];
    private readonly float[] _now = new float[Cells];
    private readonly bool[] _shown = new bool[Cells];

    /// <summary>Places remembered.</summary>
    public int Count => _known.Count;

    /// <summary>
    /// Compares a track's remembered place with this frame, as far as it was in sight then and is now. Unknown when nothing, or too little, is remembered of it.
    /// </summary>
    /// <param name="before">Boxes of what stands nearer, raw pixels: what they cover is not compared.</param>
    public PlaceLook Compare(int track, in FrameView frame, ReadOnlySpan<PixelBox> before = default)
    {
        if (Find(track) is not { } memory) return PlaceLook.Unknown;
        memory.Kept = true;
        return memory.Compared && TryRead(frame, memory.Place, _now) && Uncover(memory, before) ? Judge(memory) : PlaceLook.Unknown;
    }

    private PlaceLook Judge(Memory memory) => Correlation(_now, memory.Look, _shown) >= SameLook ? PlaceLook.Same : PlaceLook.Changed; // NaN: even now

    /// <summary>Remembers how a track's place looks now that it is surely seen there.</summary>
    /// <param name="place">The sure box, raw pixels.</param>
    /// <param name="before">Boxes of what stands nearer, raw pixels: what they cover is not the track's.</param>
    public void Remember(int track, in PixelBox place, in FrameView frame, ReadOnlySpan<PixelBox> before = default)
    {
        var now = frame.Time.Seconds;
        var memory = Find(track);
        if (memory is null)
        {
            memory = _free.Count > 0 ? _free[^1] : new();
            if (_free.Count > 0) _free.RemoveAt(_free.Count - 1);
            (memory.Track, memory.FreshSeconds) = (track, double.NegativeInfinity);
            _known.Add(memory);
        }
        memory.Kept = true;
        if (now - memory.FreshSeconds is >= 0 and <= PasserSeconds and var age && memory.Compared && place.Iou(memory.Place) > 0.8
            && TryRead(frame, memory.Place, _now) && Uncover(memory, before) && (age < KeptSeconds || Judge(memory) != PlaceLook.Same)) return;
        (memory.Place, memory.FreshSeconds) = (place, now);
        memory.Free.AsSpan().Fill(true);
        Cover(place, before, memory.Free);
        memory.Compared = TryRead(frame, place, memory.Look) && Contrast(memory.Look, memory.Free) >= LeastContrast;
    }

    /// <summary>Forgets the places nobody asked for or remembered since the last sweep.</summary>
    public void Sweep()
    {
        for (var i = _known.Count - 1; i >= 0; i--)
        {
            var memory = _known[i];
            if (!memory.Kept)
            {
                _known[i] = _known[^1];
                _known.RemoveAt(_known.Count - 1);
                _free.Add(memory);
            }
            memory.Kept = false;
        }
    }

    private Memory? Find(int track)
    {
        foreach (var memory in _known)
            if (memory.Track == track) return memory;
        return null;
    }

    /// <summary>Mean brightness of each cell; false when the place is too small or not wholly in the picture.</summary>
    private static bool TryRead(in FrameView frame, in PixelBox place, float[] look)
    {
        var (x, y) = ((place.X + (Rim * place.Width)) / frame.ScaleX, (place.Y + (Rim * place.Height)) / frame.ScaleY);
        var (w, h) = (place.Width * (1 - (2 * Rim)) / frame.ScaleX, place.Height * (1 - (2 * Rim)) / frame.ScaleY);
        if (w < LeastWidth || h < LeastHeight || x < 0 || y < 0 || x + w > frame.Width || y + h > frame.Height) return false;
        // four samples a cell and direction at most: enough to average noise away, and a bus costs no more than a car
        var (stepsX, stepsY) = (Math.Clamp((int)(w / Columns), 1, 4), Math.Clamp((int)(h / Rows), 1, 4));
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column < Columns; column++)
            {
                var sum = 0;
                for (var j = 0; j < stepsY; j++)
                {
                    var line = Math.Min(frame.Height - 1, (int)(y + ((row + ((j + 0.5) / stepsY)) * h / Rows))) * frame.Width;
                    for (var i = 0; i < stepsX; i++)
                        sum += frame.Y[line + Math.Min(frame.Width - 1, (int)(x + ((column + ((i + 0.5) / stepsX)) * w / Columns)))];
                }
                look[(row * Columns) + column] = (float)sum / (stepsX * stepsY);
            }
        return true;
    }

    /// <summary>The cells of a memory that are in sight now as they were then; false when they are too few, or tell nothing.</summary>
    private bool Uncover(Memory memory, ReadOnlySpan<PixelBox> before)
    {
        memory.Free.CopyTo(_shown, 0);
        return !Cover(memory.Place, before, _shown) || Contrast(memory.Look, _shown) >= LeastContrast;
    }

    /// <summary>Takes the cells out that a box covers; true when one did.</summary>
    private static bool Cover(in PixelBox place, ReadOnlySpan<PixelBox> before, bool[] cells)
    {
        var any = false;
        var (left, top) = (place.X + (Rim * place.Width), place.Y + (Rim * place.Height));
        var (width, height) = (place.Width * (1 - (2 * Rim)) / Columns, place.Height * (1 - (2 * Rim)) / Rows);
        foreach (ref readonly var box in before)
        {
            // a cell that it touches is not free, nor the next: edges of boxes are not exact
            var (first, end) = (Math.Max(0, (int)Math.Floor((box.X - left) / width) - 1), Math.Min(Columns, (int)Math.Ceiling((box.Right - left) / width) + 1));
            for (var row = Math.Max(0, (int)Math.Floor((box.Y - top) / height) - 1); row < Rows && top + (row * height) < box.Bottom; row++)
            {
                if (end <= first) break;
                cells.AsSpan(row * Columns, Columns)[first..end].Clear();
                any = true;
            }
        }
        return any;
    }

    /// <summary>Deviation of the cells in sight, grey levels; 0 when they are too few.</summary>
    private static double Contrast(float[] look, bool[] shown)
    {
        double n = 0, sum = 0, squares = 0;
        for (var i = 0; i < Cells; i++)
            if (shown[i]) (n, sum, squares) = (n + 1, sum + look[i], squares + ((double)look[i] * look[i]));
        return n < LeastShown ? 0 : Math.Sqrt(Math.Max(0, (squares / n) - (sum / n * (sum / n))));
    }

    /// <summary>Correlation of two looks over the cells in sight, −1…1; NaN when one of them is even.</summary>
    private static double Correlation(float[] a, float[] b, bool[] shown)
    {
        double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (var i = 0; i < Cells; i++)
        {
            if (!shown[i]) continue;
            double p = a[i], q = b[i];
            (n, sa, sb, saa, sbb, sab) = (n + 1, sa + p, sb + q, saa + (p * p), sbb + (q * q), sab + (p * q));
        }
        var (va, vb) = (saa - (sa * sa / n), sbb - (sb * sb / n));
        return n < 1 || va < 1 || vb < 1 ? double.NaN : (sab - (sa * sb / n)) / Math.Sqrt(va * vb);
    }
}
