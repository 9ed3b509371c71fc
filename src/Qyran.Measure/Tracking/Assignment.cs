namespace Qyran.Measure.Tracking;

/// <summary>
/// The cheapest one-to-one assignment of rows to columns by shortest augmenting paths with potentials (Kuhn 1955; Jonker and
/// Volgenant 1987), O(n²·m). Leaving a row free costs the limit, so a pair is made only when that lowers the total.
/// Keeps its buffers; belongs to one thread.
/// </summary>
public sealed class Assignment
{
    private double[] _cost = [], _rowPrice = [], _columnPrice = [], _distance = [];
    private int[] _rowOf = [], _from = [];
    private bool[] _done = [];

    /// <summary>Fills <paramref name="columnOf"/> with each row's column, or -1. Allocates only when a problem is bigger than all before.</summary>
    /// <param name="cost">Row by row, rows × columns; anything not below the limit, NaN included, is forbidden.</param>
    public void Solve(ReadOnlySpan<double> cost, int rows, int columns, double limit, Span<int> columnOf)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cost.Length, rows * columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(columnOf.Length, rows);
        columnOf[..rows].Fill(-1);
        if (rows == 0 || columns == 0) return;
        var flip = rows > columns;
        var (n, m) = flip ? (columns, rows) : (rows, columns);
        Reserve(n, m);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < m; j++)
            {
                var c = flip ? cost[(j * columns) + i] : cost[(i * columns) + j];
                _cost[(i * m) + j] = c < limit ? c - limit : 0;
            }
        Augment(n, m);
        for (var j = 1; j <= m; j++)
        {
            var i = _rowOf[j];
            if (i == 0 || _cost[((i - 1) * m) + j - 1] >= 0) continue;
            if (flip) columnOf[j - 1] = i - 1;
            else columnOf[i - 1] = j - 1;
        }
    }

    private void Augment(int n, int m)
    {
        _rowPrice.AsSpan(0, n + 1).Clear();
        _columnPrice.AsSpan(0, m + 1).Clear();
        _rowOf.AsSpan(0, m + 1).Clear();
        // rows and columns count from 1; column 0 is the root of the search
        for (var row = 1; row <= n; row++)
        {
            _rowOf[0] = row;
            _distance.AsSpan(0, m + 1).Fill(double.PositiveInfinity);
            _done.AsSpan(0, m + 1).Clear();
            var at = 0;
            do
            {
                _done[at] = true;
                var (i, step, next) = (_rowOf[at], double.PositiveInfinity, 0);
                for (var j = 1; j <= m; j++)
                {
                    if (_done[j]) continue;
                    var reduced = _cost[((i - 1) * m) + j - 1] - _rowPrice[i] - _columnPrice[j];
                    if (reduced < _distance[j]) (_distance[j], _from[j]) = (reduced, at);
                    if (_distance[j] < step) (step, next) = (_distance[j], j);
                }
                for (var j = 0; j <= m; j++)
                {
                    if (_done[j])
                    {
                        _rowPrice[_rowOf[j]] += step;
                        _columnPrice[j] -= step;
                    }
                    else
                    {
                        _distance[j] -= step;
                    }
                }
                at = next;
            }
            while (_rowOf[at] != 0);
            while (at != 0)
            {
                var before = _from[at];
                _rowOf[at] = _rowOf[before];
                at = before;
            }
        }
    }

    private void Reserve(int n, int m)
    {
        if (_cost.Length < n * m) _cost = new double[Math.Max(n * m, _cost.Length * 2)];
        if (_rowPrice.Length < n + 1) _rowPrice = new double[(n * 2) + 1];
        if (_rowOf.Length >= m + 1) return;
        var size = (m * 2) + 1;
        (_columnPrice, _distance, _rowOf, _from, _done) = (new double[size], new double[size], new int[size], new int[size], new bool[size]);
    }
}
