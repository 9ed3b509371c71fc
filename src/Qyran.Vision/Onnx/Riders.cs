using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Onnx;

/// <summary>
/// Puts people and the two-wheelers they sit on together: one road user, the machine's class, the box around both. Without it a rider
/// is two tracks, each found guilty of the same act. Pillion riders go to the same machine. Allocates nothing.
/// </summary>
internal static class Riders
{
    // a rider sits above the machine's lower half and within its sides; someone walking past stands beside it
    private const double LeastWidthShared = 0.5;
    private const double HighestSeat = 0.35;
    private const double LowestFoot = 0.25;

    // from behind a motorcycle is some 1.1 m tall to the mirrors and 0.75 m wide; a box taller than that has its rider in it
    private const double TallestMachine = 1.6;

    /// <summary>Joins in place and returns how many detections are left; their order stays.</summary>
    public static int Join(Span<Detection> found, int count)
    {
        for (var p = 0; p < count; p++)
        {
            if (found[p].Class != RoadUser.Person) continue;
            var best = -1;
            var most = 0.0;
            for (var m = 0; m < count; m++)
            {
                if (!found[m].Class.IsTwoWheeler()) continue;
                var fit = Sits(found[p].Box, found[m].Box);
                if (fit == 0) continue;
                if (!Bare(found[m].Box)) fit -= 1; // a box that holds a rider already only where no bare machine fits
                if (best < 0 || fit > most) (best, most) = (m, fit);
            }
            if (best < 0) continue;
            found[best] = found[best] with { Box = Around(found[best].Box, found[p].Box), Score = Math.Max(found[best].Score, found[p].Score) };
            found[(p + 1)..count].CopyTo(found[p..]);
            count--;
            p--;
        }
        return count;
    }

    /// <summary>How well the person sits on the machine, 0 for not at all: the share of the narrower width they have in common.</summary>
    private static double Sits(in PixelBox person, in PixelBox machine)
    {
        var shared = Math.Min(person.Right, machine.Right) - Math.Max(person.X, machine.X);
        var part = shared / Math.Min(person.Width, machine.Width);
        if (part < LeastWidthShared || person.Width > 1.6 * machine.Width) return 0;
        // the person's feet or seat between the upper third of the machine and a little below its wheels, the head above the machine's middle;
        // who is seen no taller than a bare machine is seen from the hips up, and the legs are in the machine's box
        var seat = Bare(machine) && person.Height <= machine.Height ? 0 : HighestSeat;
        return person.Bottom >= machine.Y + (seat * machine.Height) && person.Bottom <= machine.Bottom + (LowestFoot * machine.Height)
            && person.Y < machine.Y + (0.5 * machine.Height) ? part : 0;
    }

    private static bool Bare(in PixelBox machine) => machine.Height <= TallestMachine * machine.Width;

    private static PixelBox Around(in PixelBox a, in PixelBox b)
    {
        var (x, y) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        return new(x, y, Math.Max(a.Right, b.Right) - x, Math.Max(a.Bottom, b.Bottom) - y);
    }
}
