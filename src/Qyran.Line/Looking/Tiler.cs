using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Measure.Tracking;
using Qyran.Vision.Motion;

namespace Qyran.Line.Looking;

/// <summary>
/// Says at each look whether a part of the picture is looked at more closely too, and which. Worth it are small vehicles that are
/// followed, and what stirs, is not followed yet, and lies where vehicles are small. Belongs to one line.
/// </summary>
/// <param name="picture">The whole picture, raw pixels.</param>
/// <param name="tile">Width and height of a tile, raw pixels.</param>
/// <param name="pixel">Side of an input pixel when the whole picture is looked at, raw pixels.</param>
/// <param name="lanes">Where vehicles drive; empty: anywhere.</param>
/// <param name="plane">The road; null where it is not known.</param>
public sealed class Tiler(LookSettings settings, PixelBox picture, PixelBox tile, double pixel, ImmutableArray<Polygon> lanes, IRoadPlane? plane)
{
    // a car's height, m; blocks that are one target together, across and down
    private const double CarHeight = 1.5;
    private const int Together = 4;

    // a place that stirs is worth less than a vehicle, what stands is worth a look now and then
    private const double StirWorth = 0.3, StandingWorth = 0.25, RestSeconds = 1;

    // TileGain may say less than that too: then there are no tiles
    private const double LeastGain = 1.9;

    // what drives is worth the more the longer it has waited, so that many in one place do not keep the looks from a single one elsewhere
    private const double MostWorth = 10;

    // so long, s, vehicles are thought large where one was seen large: a queue's merged boxes must not blind a place for days
    private const double LargeSeconds = 600;

    private readonly List<TileTarget> _targets = [];

    // of each block: when it was last looked at closely, when a vehicle was last seen large there, whether it is far enough away for small ones
    private double[] _tiled = [], _large = [];
    private bool[] _small = [];
    private int _across;
    private double _last = double.NegativeInfinity, _now = double.NegativeInfinity;

    /// <summary>The picture and what is lower than this in it, raw pixels, is small.</summary>
    public PixelBox Picture => picture;
    public double SmallHeight => settings.SmallPixels * pixel;

    /// <summary>Side of an input pixel of a closer look, raw pixels.</summary>
    public double FinePixel => pixel / Gain(settings, pixel);

    /// <summary>A tiler for a detector's input and a picture about twice as large or larger; else null: a tile hardly finer than the whole brings doubles and little else.</summary>
    public static Tiler? For(LookSettings settings, int inputWidth, int inputHeight, int rawWidth, int rawHeight, ImmutableArray<Polygon> lanes, IRoadPlane? plane)
    {
        if (Room(settings, inputWidth, inputHeight, rawWidth, rawHeight) <= 1) return null;
        var pixel = Pixel(inputWidth, inputHeight, rawWidth, rawHeight);
        var gain = Gain(settings, pixel);
        var (width, height) = (Math.Min(rawWidth, inputWidth * pixel / gain), Math.Min(rawHeight, inputHeight * pixel / gain));
        return new(settings, new(0, 0, rawWidth, rawHeight), new(0, 0, width, height), pixel, lanes, plane);
    }

    private static double Gain(LookSettings settings, double pixel) => Math.Min(settings.TileGain, pixel);

    /// <summary>How many times the sides of the detector's input the analysed picture may have: room for closer looks, where there are any; else 1.</summary>
    public static double Room(LookSettings settings, int inputWidth, int inputHeight, int rawWidth, int rawHeight) =>
        settings.TileHz > 0 && Gain(settings, Pixel(inputWidth, inputHeight, rawWidth, rawHeight)) >= LeastGain ? settings.TileGain : 1;

    private static double Pixel(int inputWidth, int inputHeight, int rawWidth, int rawHeight) => Math.Max((double)rawWidth / inputWidth, (double)rawHeight / inputHeight);

    /// <summary>The part to look at now beside the whole picture, raw pixels; null for none.</summary>
    public PixelBox? Next(double seconds, StirMap stir, ReadOnlySpan<LiveTrack> live)
    {
        Prepare(stir);
        if (seconds < _now) Forget();
        _now = seconds;
        _targets.Clear();
        var urgent = false;
        foreach (ref readonly var track in live)
        {
            if (track.Box.Height >= SmallHeight)
            {
                MarkLarge(seconds, stir, track);
                continue;
            }
            urgent |= track is { Confirmed: false, OnTrial: false };
            var rest = seconds - TiledAt(stir, track.Box.Centre);
            _targets.Add(new(track.Box, track.Standing ? StandingWorth * Math.Min(1, rest / RestSeconds) : Math.Min(MostWorth, rest * settings.TileHz)));
        }
        if (!urgent && seconds - _last < (1 / settings.TileHz) - 0.02) return null;
        AddStirring(seconds, stir, live);
        var best = TileChoice.Best(CollectionsMarshal.AsSpan(_targets), tile, picture, StandingWorth);
        if (best is { } chosen) Remember(seconds, stir, chosen);
        return best;
    }

    /// <summary>What a look at the whole picture and at this part could see.</summary>
    public LookReach Reach(PixelBox? chosen)
    {
        if (chosen is not { } part) return new(SmallHeight, null);
        // where the part ends at the picture's edge, so does what can be seen: a vehicle that leaves there has been looked for
        const double beyond = 1e6;
        var (left, top) = (part.X <= picture.X + 1 ? -beyond : part.X, part.Y <= picture.Y + 1 ? -beyond : part.Y);
        var (right, bottom) = (part.Right >= picture.Right - 1 ? beyond : part.Right, part.Bottom >= picture.Bottom - 1 ? beyond : part.Bottom);
        return new(SmallHeight, new(left, top, right - left, bottom - top));
    }

    private void Prepare(StirMap stir)
    {
        if (_tiled.Length == stir.Across * stir.Down && _across == stir.Across) return;
        _across = stir.Across;
        _tiled = new double[stir.Across * stir.Down];
        _large = new double[_tiled.Length];
        _small = new bool[_tiled.Length];
        Forget();
        for (var r = 0; r < stir.Down; r++)
            for (var c = 0; c < stir.Across; c++) _small[(r * _across) + c] = IsSmallAt(stir.BoxOf(c, r).Centre);
    }

    /// <summary>Time begins anew: what was when is not known any more.</summary>
    private void Forget()
    {
        _tiled.AsSpan().Fill(double.NegativeInfinity);
        _large.AsSpan().Fill(double.NegativeInfinity);
        _last = double.NegativeInfinity;
    }

    private bool IsSmallAt(RawPixel place)
    {
        if (plane is not null && plane.PixelsPerMetre(place) is var scale && (scale <= 0 || scale * CarHeight >= SmallHeight)) return false;
        if (lanes.IsEmpty) return true;
        foreach (var lane in lanes)
            if (lane.Contains(place)) return true;
        return false;
    }

    private void AddStirring(double seconds, StirMap stir, ReadOnlySpan<LiveTrack> live)
    {
        for (var row = 0; row < stir.Down; row += Together)
            for (var column = 0; column < stir.Across; column += Together)
            {
                PixelBox? around = null;
                for (var r = row; r < Math.Min(stir.Down, row + Together); r++)
                    for (var c = column; c < Math.Min(stir.Across, column + Together); c++)
                    {
                        var at = (r * _across) + c;
                        if (!_small[at] || seconds - _large[at] < LargeSeconds || !stir.At(c, r, settings.AwakeSeconds / 2)) continue;
                        var block = stir.BoxOf(c, r);
                        if (!IsFollowed(block, live)) around = around is { } a ? Union(a, block) : block;
                    }
                if (around is not { } box) continue;
                _targets.Add(new(box, StirWorth * Math.Min(1, (seconds - TiledAt(stir, box.Centre)) / RestSeconds)));
            }
    }

    private static bool IsFollowed(in PixelBox block, ReadOnlySpan<LiveTrack> live)
    {
        foreach (ref readonly var track in live)
        {
            var (w, h) = (0.3 * track.Box.Width, 0.3 * track.Box.Height);
            if (new PixelBox(track.Box.X - w, track.Box.Y - h, track.Box.Width + (2 * w), track.Box.Height + (2 * h)).Overlap(block) > 0) return true;
        }
        return false;
    }

    /// <summary>Without a known road, what has been seen large says that vehicles are large there; a lorry is large where cars are small.</summary>
    private void MarkLarge(double seconds, StirMap stir, in LiveTrack track)
    {
        if (plane is null && track is { SeenNow: true, Confirmed: true, Class: not (RoadUser.Bus or RoadUser.Truck) }) _large[Block(stir, track.Box.Contact)] = seconds;
    }

    private double TiledAt(StirMap stir, RawPixel place) => _tiled[Block(stir, place)];

    private int Block(StirMap stir, RawPixel place)
    {
        var block = stir.BoxOf(0, 0);
        return (Math.Clamp((int)(place.Y / block.Height), 0, stir.Down - 1) * _across) + Math.Clamp((int)(place.X / block.Width), 0, _across - 1);
    }

    private void Remember(double seconds, StirMap stir, in PixelBox chosen)
    {
        _last = seconds;
        for (var r = 0; r < stir.Down; r++)
            for (var c = 0; c < _across; c++)
            {
                var centre = stir.BoxOf(c, r).Centre;
                if (centre.X >= chosen.X && centre.X <= chosen.Right && centre.Y >= chosen.Y && centre.Y <= chosen.Bottom) _tiled[(r * _across) + c] = seconds;
            }
    }

    private static PixelBox Union(in PixelBox a, in PixelBox b)
    {
        var (x, y) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        return new(x, y, Math.Max(a.Right, b.Right) - x, Math.Max(a.Bottom, b.Bottom) - y);
    }
}
