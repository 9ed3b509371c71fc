using Qyran.Vision.View;

namespace Qyran.Tests.Vision.View;

public sealed class PatchSearchTests
{
    /// <summary>The search's sliding sums and vectors against the correlation written down plainly.</summary>
    [Theory]
    [InlineData(40, 50, 4)]
    [InlineData(3, 4, 4)]
    [InlineData(120, 77, 9)]
    [InlineData(300, 160, 6)]
    public void It_finds_what_the_plain_correlation_finds(int left, int top, int within)
    {
        const int width = PaintedView.Width, height = PaintedView.Height;
        var was = new byte[width * height];
        var now = new byte[width * height];
        new PaintedView().Frame(0, was);
        new PaintedView { X = 3, Y = 2.4, Contrast = 0.8, Noise = 3 }.Frame(1, now);
        var template = new float[PatchSearch.Area];
        Assert.True(PatchSearch.Take(was, width, left, top, template));
        var found = new PatchSearch(10).Find(now, width, height, template, left, top, within);
        var (bestX, bestY, best) = (0, 0, -2.0);
        for (var y = Math.Max(0, top - within); y <= Math.Min(height - PatchSearch.Size, top + within); y++)
            for (var x = Math.Max(0, left - within); x <= Math.Min(width - PatchSearch.Size, left + within); x++)
                if (Correlation(was, now, width, left, top, x, y) is var r && r > best) (bestX, bestY, best) = (x, y, r);
        Assert.NotNull(found);
        Assert.Equal(best, found.Value.Likeness, 1e-4);
        Assert.InRange(found.Value.Left - bestX, -0.5, 0.5);
        Assert.InRange(found.Value.Top - bestY, -0.5, 0.5);
        Assert.InRange(found.Value.Left, left + 1.5 - 0.3, left + 1.5 + 0.3);
        Assert.InRange(found.Value.Top, top + 1.2 - 0.3, top + 1.2 + 0.3);
    }

    [Fact]
    public void A_flat_patch_is_no_template_and_a_flat_picture_holds_none()
    {
        var flat = new byte[64 * 64];
        Assert.False(PatchSearch.Take(flat, 64, 10, 10, new float[PatchSearch.Area]));
        var template = new float[PatchSearch.Area];
        var painted = new byte[PaintedView.Width * PaintedView.Height];
        new PaintedView().Frame(0, painted);
        PatchSearch.Take(painted, PaintedView.Width, 30, 30, template);
        Assert.True(new PatchSearch(4).Find(flat, 64, 64, template, 20, 20, 4) is not { Likeness: > 0.1 });
    }

    private static double Correlation(byte[] a, byte[] b, int width, int ax, int ay, int bx, int by)
    {
        double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (var y = 0; y < PatchSearch.Size; y++)
            for (var x = 0; x < PatchSearch.Size; x++)
            {
                double p = a[((ay + y) * width) + ax + x], q = b[((by + y) * width) + bx + x];
                (sa, sb, saa, sbb, sab) = (sa + p, sb + q, saa + (p * p), sbb + (q * q), sab + (p * q));
            }
        const int n = PatchSearch.Area;
        return (sab - (sa * sb / n)) / Math.Sqrt((saa - (sa * sa / n)) * (sbb - (sb * sb / n)));
    }
}
