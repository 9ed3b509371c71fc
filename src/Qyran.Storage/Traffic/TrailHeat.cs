namespace Qyran.Storage.Traffic;

/// <summary>How many vehicles crossed each part of a camera's picture: a grid over it, each vehicle counted once in every cell it went through.</summary>
public sealed class TrailHeat
{
    public const int Columns = 96, Rows = 54;

    private readonly long[] counts = new long[Columns * Rows];
    private readonly long[] last = new long[Columns * Rows];

    /// <summary>By row from above, each from the left.</summary>
    public IReadOnlyList<long> Counts => counts;

    /// <summary>Vehicles that are in it.</summary>
    public long Vehicles { get; private set; }

    /// <summary>Vehicles of which no way was kept.</summary>
    public long Without { get; private set; }

    /// <param name="trail">As <see cref="Domain.Passages.Trail"/> has it; empty or null: none was kept.</param>
    public void Add(ReadOnlySpan<byte> trail)
    {
        if (trail.Length < 2)
        {
            Without++;
            return;
        }
        Vehicles++;
        var (x, y) = (trail[0], trail[1]);
        Cross(x, y);
        for (var i = 2; i + 1 < trail.Length; i += 2)
        {
            // far finer than the cells: none is jumped over
            var (toX, toY) = (trail[i], trail[i + 1]);
            var parts = Math.Max(Math.Abs(toX - x), Math.Abs(toY - y));
            for (var k = 1; k <= parts; k++) Cross(x + ((toX - x) * k / parts), y + ((toY - y) * k / parts));
            (x, y) = (toX, toY);
        }
    }

    private void Cross(int x, int y)
    {
        var cell = (y * Rows / 256 * Columns) + (x * Columns / 256);
        if (last[cell] == Vehicles) return;
        last[cell] = Vehicles;
        counts[cell]++;
    }
}
