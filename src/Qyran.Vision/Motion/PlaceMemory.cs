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

    // cells that differ by less than this, grey levels, say nothing: a dark car at night
    private const double LeastContrast = 4;

    // smallest place, pixels of the analysed picture
    private const double LeastWidth = 10, LeastHeight = 8;

    private sealed class Memory
    {
        public int Track;
        public PixelBox Place;
        public double FreshSeconds;
        public bool Kept, Compared;
        public readonly float[] Look = new float[Cells];
    }

    private readonly List<Memory> _known = [], _free = [];
    private readonly float[] _now = new float[Cells];

    /// <summary>Places remembered.</summary>
    public int Count => _known.Count;

    /// <summary>Compares a track's remembered place with this frame. Unknown when nothing is remembered of it.</summary>
    public PlaceLook Compare(int track, in FrameView frame)
    {
        if (Find(track) is not { } memory) return PlaceLook.Unknown;
        memory.Kept = true;
        if (!memory.Compared || !TryRead(frame, memory.Place, _now)) return PlaceLook.Unknown;
        return Correlation(_now, memory.Look) is var likeness && double.IsNaN(likeness) ? PlaceLook.Changed
            : likeness >= SameLook ? PlaceLook.Same : PlaceLook.Changed;
    }

    /// <summary>Remembers how a track's place looks now that it is surely seen there.</summary>
    /// <param name="place">The sure box, raw pixels.</param>
    public void Remember(int track, in PixelBox place, in FrameView frame)
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
        if (now - memory.FreshSeconds is >= 0 and <= PasserSeconds && memory.Compared && place.Iou(memory.Place) > 0.8
            && TryRead(frame, memory.Place, _now) && !(Correlation(_now, memory.Look) >= SameLook)) return;
        (memory.Place, memory.FreshSeconds) = (place, now);
        memory.Compared = TryRead(frame, place, memory.Look) && Contrast(memory.Look) >= LeastContrast;
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

    private static double Contrast(float[] look)
    {
        double sum = 0, squares = 0;
        foreach (var v in look) (sum, squares) = (sum + v, squares + ((double)v * v));
        return Math.Sqrt(Math.Max(0, (squares / Cells) - (sum / Cells * (sum / Cells))));
    }

    /// <summary>Correlation of two looks, −1…1; NaN when one of them is even.</summary>
    private static double Correlation(float[] a, float[] b)
    {
        double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (var i = 0; i < Cells; i++)
        {
            double p = a[i], q = b[i];
            (sa, sb, saa, sbb, sab) = (sa + p, sb + q, saa + (p * p), sbb + (q * q), sab + (p * q));
        }
        var (va, vb) = (saa - (sa * sa / Cells), sbb - (sb * sb / Cells));
        return va < 1 || vb < 1 ? double.NaN : (sab - (sa * sb / Cells)) / Math.Sqrt(va * vb);
    }
}
