using Qyran.Domain.Geometry;

namespace Qyran.Measure.Tracking;

/// <summary>
/// How things have moved through the picture so far: the last moves of confirmed tracks, where and how fast. A newcomer has no velocity
/// yet; at few frames per second its second box may be nearer to another car than to itself, and only what others did there can tell.
/// A fixed ring: nothing grows, old traffic is forgotten.
/// </summary>
internal sealed class FlowMemory
{
    private const int Capacity = 512, Enough = 2;
    private readonly (double X, double Y, double VelocityX, double VelocityY, double Size)[] _moves = new (double, double, double, double, double)[Capacity];
    private int _next, _count;

    /// <summary>Remembers that a thing of this size, px, moved so, px/s, where this box is.</summary>
    public void Add(in PixelBox box, double velocityX, double velocityY)
    {
        var centre = box.Centre;
        _moves[_next] = (centre.X, centre.Y, velocityX, velocityY, BoxFilter.Size(box));
        _next = (_next + 1) % Capacity;
        _count = Math.Min(Capacity, _count + 1);
    }

    /// <summary>The usual velocity there, px/s, with its spread; false where too few moved or where ways part.</summary>
    public bool TryUsual(in PixelBox box, out double velocityX, out double velocityY, out double spread)
    {
        var (centre, size) = (box.Centre, BoxFilter.Size(box));
        double n = 0, sumX = 0, sumY = 0, squares = 0;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var move = ref _moves[i];
            var (dx, dy) = (move.X - centre.X, move.Y - centre.Y);
            if ((dx * dx) + (dy * dy) > size * size || move.Size > 2 * size || size > 2 * move.Size) continue;
            n++;
            sumX += move.VelocityX;
            sumY += move.VelocityY;
            squares += (move.VelocityX * move.VelocityX) + (move.VelocityY * move.VelocityY);
        }
        (velocityX, velocityY, spread) = (0, 0, 0);
        if (n < Enough) return false;
        (velocityX, velocityY) = (sumX / n, sumY / n);
        var square = (velocityX * velocityX) + (velocityY * velocityY);
        spread = Math.Sqrt(Math.Max(0, (squares / n) - square));
        // a lane, not a square: the flow must be clearly stronger than its own spread
        if (spread < 0.5 * Math.Sqrt(square)) return true;
        (velocityX, velocityY) = (0, 0);
        return false;
    }
}
