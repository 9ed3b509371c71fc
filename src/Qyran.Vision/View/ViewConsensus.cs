namespace Qyran.Vision.View;

/// <summary>
/// The movement most patches share. Every single patch (a mere shift) and every pair far enough apart (shift, turn, zoom) proposes one; the proposal
/// with most agreeing patches is refined on these by least squares. No chance in it: the same patches give the same answer.
/// </summary>
internal static class ViewConsensus
{
    /// <summary>A camera does not turn or zoom by more than this unnoticed, rad and share.</summary>
    private const double MostTurn = 0.05;

    /// <param name="agrees">As long as <paramref name="patches"/>: who agrees.</param>
    /// <param name="scatter">Root mean square distance of the agreeing from the fit, px.</param>
    /// <returns>How many agree.</returns>
    public static int Find(ReadOnlySpan<PatchShift> patches, double tolerance, double leastApart, ViewFit guess, Span<bool> agrees, out ViewFit fit, out double scatter)
    {
        fit = guess;
        var most = Count(patches, guess, tolerance);
        // most of the time the view is where it was
        if (most < 0.8 * patches.Length)
            for (var i = 0; i < patches.Length; i++)
            {
                Try(new ViewFit(patches[i].Dx, patches[i].Dy, 0, 0), patches, tolerance, ref fit, ref most);
                for (var j = i + 1; j < patches.Length; j++)
                    if (Through(patches[i], patches[j], leastApart) is { } two) Try(two, patches, tolerance, ref fit, ref most);
            }
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < patches.Length; i++) agrees[i] = fit.Off(patches[i]) <= tolerance;
            if (Refine(patches, agrees) is not { } better) break;
            fit = better;
        }
        double sum = 0;
        var n = 0;
        for (var i = 0; i < patches.Length; i++)
        {
            var off = fit.Off(patches[i]);
            agrees[i] = off <= tolerance;
            if (agrees[i]) (sum, n) = (sum + (off * off), n + 1);
        }
        scatter = n == 0 ? 0 : Math.Sqrt(sum / n);
        return n;
    }

    private static void Try(in ViewFit proposal, ReadOnlySpan<PatchShift> patches, double tolerance, ref ViewFit best, ref int most)
    {
        var n = Count(patches, proposal, tolerance);
        if (n > most) (best, most) = (proposal, n);
    }

    private static int Count(ReadOnlySpan<PatchShift> patches, in ViewFit fit, double tolerance)
    {
        var n = 0;
        foreach (ref readonly var patch in patches)
            if (fit.Off(patch) <= tolerance) n++;
        return n;
    }

    private static ViewFit? Through(in PatchShift a, in PatchShift b, double leastApart)
    {
        double px = b.X - a.X, py = b.Y - a.Y, dx = b.Dx - a.Dx, dy = b.Dy - a.Dy;
        var square = (px * px) + (py * py);
        if (square < leastApart * leastApart) return null;
        // (zoom + i·turn) = Δd / Δp as complex numbers
        double zoom = ((dx * px) + (dy * py)) / square, turn = ((dy * px) - (dx * py)) / square;
        if (Math.Abs(zoom) > MostTurn || Math.Abs(turn) > MostTurn) return null;
        return new ViewFit(a.Dx - (zoom * a.X) + (turn * a.Y), a.Dy - (turn * a.X) - (zoom * a.Y), turn, zoom);
    }

    private static ViewFit? Refine(ReadOnlySpan<PatchShift> patches, ReadOnlySpan<bool> agrees)
    {
        double x = 0, y = 0, dx = 0, dy = 0;
        var n = 0;
        for (var i = 0; i < patches.Length; i++)
            if (agrees[i]) (x, y, dx, dy, n) = (x + patches[i].X, y + patches[i].Y, dx + patches[i].Dx, dy + patches[i].Dy, n + 1);
        if (n < 3) return null;
        (x, y, dx, dy) = (x / n, y / n, dx / n, dy / n);
        double along = 0, across = 0, square = 0;
        for (var i = 0; i < patches.Length; i++)
        {
            if (!agrees[i]) continue;
            double px = patches[i].X - x, py = patches[i].Y - y, qx = patches[i].Dx - dx, qy = patches[i].Dy - dy;
            along += (qx * px) + (qy * py);
            across += (qy * px) - (qx * py);
            square += (px * px) + (py * py);
        }
        if (square <= 0) return null;
        double zoom = along / square, turn = across / square;
        return new ViewFit(dx - (zoom * x) + (turn * y), dy - (turn * x) - (zoom * y), turn, zoom);
    }
}
