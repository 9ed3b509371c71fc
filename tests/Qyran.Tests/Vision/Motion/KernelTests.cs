using CsCheck;
using Qyran.Vision.Motion;

namespace Qyran.Tests.Vision.Motion;

/// <summary>The fast kernels against the plain ones, on random bytes of all lengths.</summary>
public sealed class KernelTests
{
    [Fact]
    public void Comparing_marks_the_same_pixels() => Gen.Int[0, 300].SelectMany(n => Gen.Select(Gen.Byte.Array[n], Gen.Byte.Array[n], Gen.Byte.Array[n])).Sample((now, known, tolerance) =>
    {
        byte[] fast = new byte[now.Length], plain = new byte[now.Length];
        PixelKernel.Compare(now, known, tolerance, fast);
        PixelKernel.CompareScalar(now, known, tolerance, plain);
        Assert.Equal(plain, fast);
    });

    [Fact]
    public void Learning_moves_the_same_way() => Gen.Int[0, 200].SelectMany(n => Gen.Select(Gen.Byte.Array[n], Gen.Byte.Array[n], Gen.Byte[5, 72].Array[n], Gen.Bool.Array[n], Gen.Byte[1, 12]))
        .Sample((now, known, tolerance, held, step) =>
        {
            var hold = Array.ConvertAll(held, h => h ? (byte)255 : (byte)0);
            byte[] fast = new byte[now.Length], plain = new byte[now.Length];
            byte[] k1 = [.. known], k2 = [.. known], t1 = [.. tolerance], t2 = [.. tolerance];
            PixelKernel.CompareAndLearn(now, k1, t1, hold, fast, step, 5, 72);
            PixelKernel.CompareAndLearnScalar(now, k2, t2, hold, plain, step, 5, 72);
            Assert.Equal(plain, fast);
            Assert.Equal(k2, k1);
            Assert.Equal(t2, t1);
        });

    [Fact]
    public void Cells_are_counted_alike() => Gen.Int[4, 130].SelectMany(w => Gen.Bool.Array[4 * w].Select(m => (w, m))).Sample(c =>
    {
        var mask = Array.ConvertAll(c.m, b => b ? (byte)255 : (byte)0);
        var counts = new uint[c.w / 4];
        var most = PixelKernel.CountCells(mask, c.w, counts);
        for (var i = 0; i < counts.Length; i++) Assert.Equal(PixelKernel.CountCell(mask, c.w, i), counts[i]);
        Assert.Equal(counts.Max(), most);
    });

    private static readonly Gen<(byte[] Now, byte[] Known, byte[] Tolerance)> Pictures =
        Gen.Select(Gen.Byte.Array[12 * 12], Gen.Byte.Array[12 * 12], Gen.Byte[5, 72].Array[12 * 12], (a, b, c) => (a, b, c));

    [Fact]
    public void A_cell_looks_alike() => Pictures.Sample(p =>
    {
        foreach (var (at, inner) in new[] { (0, false), (8, false), ((4 * 12) + 4, true), ((4 * 12) + 4, false), ((8 * 12) + 8, false) })
            Assert.Equal(CellKernel.LookScalar(p.Now, p.Known, p.Tolerance, at, 12, inner), CellKernel.Look(p.Now, p.Known, p.Tolerance, at, 12, inner));
    });

    [Fact]
    public void Unevenness_is_the_same() => Pictures.Sample(p =>
    {
        foreach (var at in new[] { 0, 8, (4 * 12) + 4, (8 * 12) + 8 })
            Assert.Equal(CellKernel.UnevennessScalar(p.Now, p.Known, at, 12), CellKernel.Unevenness(p.Now, p.Known, at, 12));
    });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    public void A_shift_is_found_and_undone(int dx, int dy)
    {
        const int width = 96, height = 72;
        var random = new Random(11);
        var street = new byte[width * height];
        for (var y = 0; y < height; y += 4)
            for (var x = 0; x < width; x += 4)
            {
                var value = (byte)random.Next(20, 220);
                for (var i = 0; i < 16; i++) street[((y + (i / 4)) * width) + x + (i % 4)] = value;
            }
        var now = new byte[street.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                now[(y * width) + x] = street[(Math.Clamp(y + dy, 0, height - 1) * width) + Math.Clamp(x + dx, 0, width - 1)];
        var tolerance = new byte[street.Length];
        tolerance.AsSpan().Fill(12);
        var moved = Sway.TryFind(now, street, tolerance, width, (0, 0, width, height), out var foundX, out var foundY);
        Assert.Equal(dx != 0 || dy != 0, moved);
        if (!moved) return;
        Assert.Equal((dx, dy), (foundX, foundY));
        Sway.Move(street, width, (0, 0, width, height), foundX, foundY, now);
        var wrong = 0;
        for (var i = 0; i < street.Length; i++)
            if (street[i] != now[i]) wrong++;
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Moving_a_tile_never_leaves_the_plane() => Gen.Select(Gen.Int[8, 40], Gen.Int[8, 40], Gen.Int[-1, 1], Gen.Int[-1, 1]).Sample((w, h, dx, dy) =>
    {
        var plane = new byte[w * h];
        for (var i = 0; i < plane.Length; i++) plane[i] = (byte)i;
        var before = plane.ToArray();
        var tile = (w / 4, h / 4, w, h);
        Sway.Move(plane, w, tile, dx, dy, before);
        for (var y = 0; y < h; y++)
            for (var x = 0; x < w; x++)
            {
                var (fx, fy) = (x + dx, y + dy);
                var inside = x >= tile.Item1 && y >= tile.Item2;
                var known = fx >= 0 && fx < w && fy >= 0 && fy < h;
                Assert.Equal(before[inside && known ? (fy * w) + fx : (y * w) + x], plane[(y * w) + x]);
            }
    });
}
