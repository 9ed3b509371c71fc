using System.Globalization;
using OpenCvSharp;
using Qyran.Domain.Geometry;
using Qyran.Domain.Plates;
using Qyran.Vision.Plates;

namespace Qyran.Cli;

/// <summary>Draws what was read onto a picture.</summary>
internal static class PlatesDrawing
{
    /// <summary>BGR: sure, unsure.</summary>
    private static readonly Scalar Sure = new(120, 220, 60), Unsure = new(60, 170, 255), Ink = new(20, 20, 20);

    /// <summary>Corners, text and confidence of each plate, drawn into <paramref name="colours"/>.</summary>
    public static void Draw(Mat colours, IReadOnlyList<PlateReading> plates)
    {
        var unit = Math.Max(1, Math.Max(colours.Width, colours.Height) / 800.0);
        foreach (var plate in plates)
        {
            var tone = PlateEyes.IsSure(plate) ? Sure : Unsure;
            Point[] corners = [At(plate.Quad.TopLeft), At(plate.Quad.TopRight), At(plate.Quad.BottomRight), At(plate.Quad.BottomLeft)];
            Cv2.Polylines(colours, [corners], true, tone, (int)Math.Ceiling(unit * 1.5), LineTypes.AntiAlias);
            var text = string.Create(CultureInfo.InvariantCulture, $"{plate.Text} {Math.Floor(plate.Confidence * 100):0}%");
            var size = Cv2.GetTextSize(text, HersheyFonts.HersheySimplex, 0.7 * unit, (int)Math.Ceiling(1.4 * unit), out var below);
            var box = plate.Quad.Box;
            var x = (int)Math.Clamp(box.X, 0, Math.Max(0, colours.Width - size.Width));
            var y = box.Y > size.Height + below + 6 ? (int)box.Y - below - 4 : (int)box.Bottom + size.Height + 6;
            Cv2.Rectangle(colours, new Rect(x - 2, y - size.Height - 3, size.Width + 4, size.Height + below + 5), tone, -1);
            Cv2.PutText(colours, text, new Point(x, y), HersheyFonts.HersheySimplex, 0.7 * unit, Ink, (int)Math.Ceiling(1.4 * unit), LineTypes.AntiAlias);
        }
    }

    private static Point At(RawPixel p) => new((int)Math.Round(p.X), (int)Math.Round(p.Y));
}
