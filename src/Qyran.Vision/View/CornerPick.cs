namespace Qyran.Vision.View;

/// <summary>
/// Finds the patch of a cell that can be told in both directions: the smaller eigenvalue of the grey steps' structure tensor
/// (Shi and Tomasi, 1994). An edge alone slides along itself and does not qualify. Holds its buffers.
/// </summary>
internal sealed class CornerPick
{
    private const int Block = 4, Across = PatchSearch.Size / Block;
    private float[] _xx = [], _xy = [], _yy = [];

    /// <summary>Left upper corner of the best patch wholly inside the cell; false where the best has less than <paramref name="least"/> texture.</summary>
    public bool TryBest(ReadOnlySpan<byte> y, int width, (int Left, int Top, int Right, int Bottom) cell, double least, out int left, out int top)
    {
        (left, top) = (0, 0);
        int columns = (cell.Right - cell.Left) / Block, rows = (cell.Bottom - cell.Top) / Block;
        if (columns < Across || rows < Across) return false;
        if (_xx.Length < columns * rows) (_xx, _xy, _yy) = (new float[columns * rows], new float[columns * rows], new float[columns * rows]);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                Tensor(y, width, cell.Left + (column * Block), cell.Top + (row * Block), (row * columns) + column);
        var best = least * PatchSearch.Area;
        var found = false;
        for (var row = 0; row + Across <= rows; row++)
            for (var column = 0; column + Across <= columns; column++)
            {
                if (Smaller(row, column, columns) is var texture && texture <= best) continue;
                (best, found, left, top) = (texture, true, cell.Left + (column * Block), cell.Top + (row * Block));
            }
        return found;
    }

    private void Tensor(ReadOnlySpan<byte> y, int width, int left, int top, int at)
    {
        int xx = 0, xy = 0, yy = 0;
        for (var row = top; row < top + Block; row++)
            for (var i = (row * width) + left; i < (row * width) + left + Block; i++)
            {
                int dx = y[i + 1] - y[i - 1], dy = y[i + width] - y[i - width];
                xx += dx * dx;
                xy += dx * dy;
                yy += dy * dy;
            }
        // a central difference spans two pixels
        (_xx[at], _xy[at], _yy[at]) = (xx / 4f, xy / 4f, yy / 4f);
    }

    private double Smaller(int row, int column, int columns)
    {
        double xx = 0, xy = 0, yy = 0;
        for (var r = row; r < row + Across; r++)
            for (var i = (r * columns) + column; i < (r * columns) + column + Across; i++) (xx, xy, yy) = (xx + _xx[i], xy + _xy[i], yy + _yy[i]);
        return ((xx + yy) - Math.Sqrt(((xx - yy) * (xx - yy)) + (4 * xy * xy))) / 2;
    }
}
