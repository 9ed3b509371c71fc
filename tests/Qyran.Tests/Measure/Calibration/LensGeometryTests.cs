using CsCheck;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Measure.Calibration;

namespace Qyran.Tests.Measure.Calibration;

public class LensGeometryTests
{
    private static readonly Gen<LensModel> Lenses = Gen.Select(
        Gen.Double[900, 3000], Gen.Double[-0.25, 0.1], Gen.Double[-0.02, 0.05], Gen.Double[-0.002, 0.002], Gen.Double[-0.002, 0.002],
        (f, k1, k2, p1, p2) => new LensModel(f, f * 1.01, 955, 545, k1, k2, p1, p2, 0));

    [Fact]
    public void Distorting_and_undistorting_gives_the_same_pixel_all_over_the_picture() =>
        Gen.Select(Lenses, Gen.Double[0, 1920], Gen.Double[0, 1080]).Sample((lens, x, y) =>
        {
            if (!LensGeometry.TryUndistort(lens, new(x, y), out var straight)) return true; // a folded corner of a wild lens has no origin
            var back = LensGeometry.Distort(lens, straight);
            return double.Hypot(back.X - x, back.Y - y) < 1e-5;
        }, iter: 2000);

    [Fact]
    public void A_usual_lens_can_be_undone_at_every_pixel()
    {
        var lens = new LensModel(1400, 1400, 960, 540, -0.25, 0.05, 0.001, -0.001, 0);
        for (var x = 0; x <= 1920; x += 60)
            for (var y = 0; y <= 1080; y += 60) Assert.True(LensGeometry.TryUndistort(lens, new(x, y), out _), $"({x}, {y})");
    }

    [Fact]
    public void A_pixel_beyond_the_fold_of_a_lens_has_no_origin() =>
        Assert.False(LensGeometry.TryUndistort(new(500, 500, 960, 540, -0.5, 0, 0, 0, 0), new(0, 0), out _));

    [Fact]
    public void Without_distortion_both_frames_are_equal()
    {
        Assert.True(LensGeometry.TryUndistort(new(1500, 1500, 960, 540, 0, 0, 0, 0, 0), new(123.25, 987.5), out var same));
        Assert.Equal(new UndistortedPixel(123.25, 987.5).X, same.X, 1e-9);
        Assert.Equal(987.5, same.Y, 1e-9);
    }
}
