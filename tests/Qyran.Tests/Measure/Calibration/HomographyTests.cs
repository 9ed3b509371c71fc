using CsCheck;
using Qyran.Measure.Calibration;

namespace Qyran.Tests.Measure.Calibration;

public class HomographyTests
{
    private static readonly Gen<Homography> Views = Gen.Select(
        Gen.Double[1000, 3500], Gen.Double[8, 30], Gen.Double[-25, 25], Gen.Double[4, 20],
        (f, tilt, pan, h) => new SyntheticView(f, tilt, pan, h).ToPixel);

    [Fact]
    public void The_inverse_leads_back_exactly_and_keeps_the_side_of_the_horizon() =>
        Gen.Select(Views, Gen.Double[-6, 6], Gen.Double[20, 60]).Sample((h, x, y) =>
        {
            var (u, v) = h.Map(x, y, out var w);
            var (bx, by) = h.Inverse().Map(u, v, out var back);
            return w > 0 && back > 0 && double.Hypot(bx - x, by - y) < 1e-7;
        }, iter: 1000);

    [Fact]
    public void A_product_maps_first_right_then_left() =>
        Gen.Select(Views, Views, Gen.Double[-6, 6], Gen.Double[20, 60]).Sample((a, b, x, y) =>
        {
            var back = b.Inverse();
            var (u, v) = a.Map(x, y, out _);
            var (p, q) = back.Map(u, v, out _);
            var (r, s) = (back * a).Map(x, y, out _);
            return Math.Abs(p - r) < 1e-6 * (1 + Math.Abs(p)) && Math.Abs(q - s) < 1e-6 * (1 + Math.Abs(q));
        }, iter: 500);
}
