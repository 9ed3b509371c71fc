using System.Runtime.InteropServices;
using OpenCvSharp;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Signals;
using Qyran.Line.Overlay;

namespace Qyran.Cli;

/// <summary>
/// Draws detections onto pictures, as files of their own and small on contact sheets. The number on a box is its score in per cent. Holds one
/// sheet and a few painters, however many pictures come. May throw what writing files throws.
/// </summary>
internal sealed class DetectDrawing : IDisposable
{
    private const int Columns = 5, Rows = 4, CellWidth = 400, CellHeight = 300, MostPainters = 8;
    private readonly string _folder, _name;
    private readonly DrawnFiles _files;
    private readonly Dictionary<(int Width, int Height), OverlayPainter> _painters = [];
    private readonly Mat _sheet = new(Rows * CellHeight, Columns * CellWidth, MatType.CV_8UC4, Ground);
    private int _on, _sheets;

    private static Scalar Ground => new(0x20, 0x12, 0x0B, 0xFF);

    /// <param name="sheets">How the names of the sheets begin.</param>
    /// <param name="pictures">Paths of the pictures that are looked at: none of them is drawn over.</param>
    public DetectDrawing(string folder, string sheets = "sheet", params string[] pictures)
    {
        (_folder, _name, _files) = (folder, sheets, new(Path.Combine(folder, "pictures"), pictures));
        Directory.CreateDirectory(folder);
    }

    /// <summary>Writes the picture at its full size below the folder and puts it on the sheet, small.</summary>
    public void Add(Mat colours, string name, ReadOnlySpan<Detection> found)
    {
        var all = new OverlayTrack[found.Length];
        for (var i = 0; i < all.Length; i++) all[i] = Track(found[i]);
        using (var full = Draw(colours, all, 1, null)) _files.Write(full, name);
        AddSmall(colours, name, all);
    }

    /// <summary>A detection as it is drawn.</summary>
    public static OverlayTrack Track(in Detection found) => new((int)(found.Score * 100), found.Class, found.Box, default, null, null, false);

    /// <summary>Puts a picture on the sheet alone; boxes in its own pixels.</summary>
    public void AddSmall(Mat colours, string name, OverlayTrack[] boxes)
    {
        var scale = Math.Min((double)(CellWidth - 4) / colours.Width, (double)(CellHeight - 4) / colours.Height);
        using var small = new Mat();
        var size = new Size(Math.Max(1, (int)(colours.Width * scale)), Math.Max(1, (int)(colours.Height * scale)));
        Cv2.Resize(colours, small, size, 0, 0, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
        using var drawn = Draw(small, boxes, scale, name);
        var (column, row) = (_on % Columns, _on / Columns);
        using (var cell = _sheet[new Rect((column * CellWidth) + ((CellWidth - size.Width) / 2), (row * CellHeight) + ((CellHeight - size.Height) / 2), size.Width, size.Height)])
            drawn.CopyTo(cell);
        if (++_on == Columns * Rows) Flush();
    }

    /// <summary>Writes the sheet that is not full yet.</summary>
    public void Flush()
    {
        if (_on == 0) return;
        using (var used = _sheet[new Rect(0, 0, Math.Min(_on, Columns) * CellWidth, (_on + Columns - 1) / Columns * CellHeight)])
            _files.Save(used, Path.Combine(_folder, $"{_name}-{++_sheets:000}.png"));
        _sheet.SetTo(Ground);
        _on = 0;
    }

    public void Dispose()
    {
        foreach (var painter in _painters.Values) painter.Dispose();
        _sheet.Dispose();
    }

    private unsafe Mat Draw(Mat colours, OverlayTrack[] boxes, double scale, string? caption)
    {
        var drawn = new Mat();
        Cv2.CvtColor(colours, drawn, ColorConversionCodes.BGR2BGRA);
        var tracks = Array.ConvertAll(boxes, b => b with { Box = new PixelBox(b.Box.X * scale, b.Box.Y * scale, b.Box.Width * scale, b.Box.Height * scale) });
        Painter(drawn.Width, drawn.Height).Paint(new Span<byte>(drawn.DataPointer, 4 * drawn.Width * drawn.Height),
            new OverlayFrame(null, tracks, new Dictionary<string, SignalState>(), caption));
        return drawn;
    }

    private OverlayPainter Painter(int width, int height)
    {
        ref var painter = ref CollectionsMarshal.GetValueRefOrAddDefault(_painters, (width, height), out var there);
        if (there) return painter!;
        if (_painters.Count > MostPainters)
        {
            foreach (var old in _painters.Values) old?.Dispose();
            _painters.Clear();
            return _painters[(width, height)] = new OverlayPainter(null, width, height);
        }
        return painter = new OverlayPainter(null, width, height);
    }
}
