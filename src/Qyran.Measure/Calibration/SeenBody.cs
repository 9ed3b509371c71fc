using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Calibration;

/// <summary>One track's typical box, for the size of a common car: taken where the box is largest yet still moving through the picture.</summary>
/// <param name="Contact">Undistorted pixel.</param>
internal sealed record SeenBody(UndistortedPixel Contact, double Width, double Height)
{
    public static List<SeenBody> Of(IReadOnlyList<Track> tracks, LensModel? lens)
    {
        var bodies = new List<SeenBody>();
        foreach (var track in tracks)
        {
            var boxes = track.Points.Where(p => p.Seen is { Width: > 8, Height: > 8 }).Select(p => p.Seen!.Value).ToArray();
            // every quarter of the way speaks once: sizes at several depths hold the horizon
            for (var q = 1; q <= 3 && boxes.Length >= 8; q++)
            {
                var box = boxes[boxes.Length * q / 4];
                var u = new UndistortedPixel(box.Contact.X, box.Contact.Y);
                if (lens is null || LensGeometry.TryUndistort(lens, box.Contact, out u)) bodies.Add(new(u, box.Width, box.Height));
            }
        }
        return bodies;
    }
}
