using OpenCvSharp;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Plates;

/// <summary>
/// Finds plates and their corners in a grey picture or a part of it. The network's two maps hold for each cell (8 and 16 px) a logit and the four
/// corners' distances from the cell's middle. One thread at a time.
/// </summary>
public sealed class PlateFinder : IDisposable
{
    /// <summary>Cell sizes of the two maps, px of the input, and what an output of 1 means in cells (training/plates/finder.py).</summary>
    private static readonly (int Step, float Reach)[] Maps = [(8, 4f), (16, 8f)];

    /// <summary>Two finds that share more than this are the same plate.</summary>
    private const double SameIou = 0.35;

    /// <summary>A second look shows the plate about this wide, px: where the corners come out best, and cheap.</summary>
    private const double CloseWidth = 88;
    private const int CloseInputWidth = 192, CloseInputHeight = 128;

    private readonly PlateNet net;
    private readonly Mat small = new();
    private readonly List<PlateSpot> spots = [];

    private PlateFinder(PlateNet net) => this.net = net;

    /// <summary>Null with the reason when the model is not there or is another one.</summary>
    public static PlateFinder? Open(string path, out Failure? failure) => PlateNet.Load(path, 2, out failure) is { } net ? new(net) : null;

    /// <summary>
    /// Searches a part of the picture, scaled so that it fits into <paramref name="inputWidth"/> × <paramref name="inputHeight"/> (multiples of 32);
    /// never enlarged by more than <paramref name="mostGain"/>. Spots come best first; the list is valid until the next call.
    /// </summary>
    public IReadOnlyList<PlateSpot> Find(Mat grey, Rect part, int inputWidth, int inputHeight, double least, double mostGain = 2)
    {
        spots.Clear();
        part &= new Rect(0, 0, grey.Width, grey.Height);
        if (part.Width < 8 || part.Height < 8) return spots;
        var scale = Math.Min(mostGain, Math.Min((double)inputWidth / part.Width, (double)inputHeight / part.Height));
        var (w, h) = (Math.Clamp((int)Math.Round(part.Width * scale), 1, inputWidth), Math.Clamp((int)Math.Round(part.Height * scale), 1, inputHeight));
        var at = net.At(inputWidth, inputHeight, Shapes);
        Fill(grey, part, w, h, at);
        at.Run();
        var (sx, sy) = ((double)part.Width / w, (double)part.Height / h);
        for (var i = 0; i < Maps.Length; i++) Decode(at.Output(i), at.Width / Maps[i].Step, at.Height / Maps[i].Step, Maps[i], least, part, sx, sy);
        Distinct();
        return spots;
    }

    /// <summary>Looks again, closer: the corners as they are there; the spot itself when the closer look does not find it.</summary>
    public PlateSpot Closer(Mat grey, in PlateSpot spot)
    {
        var box = spot.Quad.Box;
        var scale = CloseWidth / Math.Max(8, Math.Max(box.Width, 1.2 * box.Height));
        var (w, h) = (CloseInputWidth / scale, CloseInputHeight / scale);
        var part = new Rect((int)Math.Round(box.Centre.X - (w / 2)), (int)Math.Round(box.Centre.Y - (h / 2)), Math.Max(8, (int)w), Math.Max(8, (int)h));
        var best = spot;
        foreach (var near in Find(grey, part, CloseInputWidth, CloseInputHeight, 0.2, mostGain: 4))
        {
            if (near.Quad.Box.Iou(box) < 0.3) continue;
            best = near;
            break;
        }
        return best with { Score = Math.Max(spot.Score, best.Score) };
    }

    public void Dispose()
    {
        net.Dispose();
        small.Dispose();
    }

    private static long[][] Shapes(int width, int height) => [.. Maps.Select(m => new long[] { 1, 9, height / m.Step, width / m.Step })];

    private unsafe void Fill(Mat grey, Rect part, int w, int h, PlateNet.Size at)
    {
        using var view = new Mat(grey, part);
        var shrinks = w < part.Width;
        Cv2.Resize(view, small, new Size(w, h), 0, 0, shrinks ? InterpolationFlags.Area : InterpolationFlags.Linear);
        // the rest of the input is an even grey, as the training's border
        if (w < at.Width || h < at.Height) Array.Fill(at.Input, 80f);
        for (var y = 0; y < h; y++)
        {
            var row = new ReadOnlySpan<byte>((void*)small.Ptr(y), w);
            var to = at.Input.AsSpan(y * at.Width, w);
            for (var x = 0; x < row.Length; x++) to[x] = row[x];
        }
    }

    private void Decode(ReadOnlySpan<float> map, int across, int down, (int Step, float Reach) cell, double least, Rect part, double sx, double sy)
    {
        var cells = across * down;
        var limit = Math.Log(least / (1 - least));
        for (var i = 0; i < cells; i++)
        {
            if (map[i] < limit) continue;
            var (x, y) = (((i % across) + 0.5) * cell.Step, ((i / across) + 0.5) * cell.Step);
            var unit = cell.Step * cell.Reach;
            spots.Add(new(new(
                Corner(map, i, cells, 1, x, y, unit, part, sx, sy), Corner(map, i, cells, 3, x, y, unit, part, sx, sy),
                Corner(map, i, cells, 5, x, y, unit, part, sx, sy), Corner(map, i, cells, 7, x, y, unit, part, sx, sy)), 1 / (1 + Math.Exp(-map[i]))));
        }
    }

    private static RawPixel Corner(ReadOnlySpan<float> map, int i, int cells, int channel, double x, double y, float unit, Rect part, double sx, double sy) =>
        new(part.X + ((x + (map[(channel * cells) + i] * unit)) * sx), part.Y + ((y + (map[((channel + 1) * cells) + i] * unit)) * sy));

    private void Distinct()
    {
        spots.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var kept = 0;
        for (var i = 0; i < spots.Count && kept < 64; i++)
        {
            var box = spots[i].Quad.Box;
            var known = false;
            for (var k = 0; k < kept && !known; k++) known = spots[k].Quad.Box.Iou(box) > SameIou;
            if (!known) spots[kept++] = spots[i];
        }
        spots.RemoveRange(kept, spots.Count - kept);
    }
}
