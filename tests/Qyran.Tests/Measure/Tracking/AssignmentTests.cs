using CsCheck;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

public sealed class AssignmentTests
{
    private static readonly Gen<(int Rows, int Columns, double[] Cost)> Problems =
        from rows in Gen.Int[0, 5]
        from columns in Gen.Int[0, 5]
        from cost in Gen.Int[-20, 60].Select(c => c / 10.0).Array[rows * columns]
        select (rows, columns, cost);

    [Fact]
    public void It_costs_exactly_what_the_best_of_all_assignments_costs() => Problems.Sample(p =>
    {
        const double limit = 3;
        var of = new int[p.Rows];
        new Assignment().Solve(p.Cost, p.Rows, p.Columns, limit, of);
        var used = of.Where(c => c >= 0).ToList();
        Assert.Equal(used.Count, used.Distinct().Count());
        var cost = of.Select((c, r) => c < 0 ? limit : p.Cost[(r * p.Columns) + c]).Sum();
        Assert.Equal(Best(p.Cost, p.Rows, p.Columns, limit, 0, 0), cost, 9);
    }, iter: 3000);

    [Fact]
    public void A_used_solver_gives_the_same_answers_as_a_new_one()
    {
        var used = new Assignment();
        Problems.Sample(p =>
        {
            var (a, b) = (new int[p.Rows], new int[p.Rows]);
            lock (used) used.Solve(p.Cost, p.Rows, p.Columns, 3, a);
            new Assignment().Solve(p.Cost, p.Rows, p.Columns, 3, b);
            Assert.Equal(b, a);
        }, iter: 500);
    }

    [Fact]
    public void A_forbidden_pair_is_never_made()
    {
        var of = new int[2];
        new Assignment().Solve([double.NaN, 5, 1, double.PositiveInfinity], 2, 2, 5, of);
        Assert.Equal([-1, 0], of);
    }

    /// <summary>Tries everything; a row may stay free at the limit.</summary>
    private static double Best(double[] cost, int rows, int columns, double limit, int row, int taken)
    {
        if (row == rows) return 0;
        var best = limit + Best(cost, rows, columns, limit, row + 1, taken);
        for (var c = 0; c < columns; c++)
            if ((taken & (1 << c)) == 0 && cost[(row * columns) + c] < limit)
                best = Math.Min(best, cost[(row * columns) + c] + Best(cost, rows, columns, limit, row + 1, taken | (1 << c)));
        return best;
    }
}
