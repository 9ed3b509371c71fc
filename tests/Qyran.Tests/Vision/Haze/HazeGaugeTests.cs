using Qyran.Tests.Vision.Onnx;
using Qyran.Vision.Haze;

namespace Qyran.Tests.Vision.Haze;

public sealed class HazeGaugeTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(0.7, false)] // thin haze: what is near is seen well
    [InlineData(0.3, true)]
    [InlineData(0.1, true)]
    public void Where_nothing_is_dark_any_more_there_is_haze(double through, bool hazy) => Assert.Equal(hazy, Seen(new HazeGauge(), Street(through), 0, 5));

    [Fact]
    public void Three_looks_a_second_apart_decide_and_a_lorry_before_the_lens_does_not()
    {
        var gauge = new HazeGauge();
        Assert.False(Seen(gauge, Street(0.3), 0, 1.9));
        Assert.True(Seen(gauge, Street(0.3), 2, 3.1));
        Assert.True(Seen(gauge, Street(1), 4, 5.5)); // a dark lorry passes close by
        Assert.True(Seen(gauge, Street(0.3), 6, 8));
        Assert.False(Seen(gauge, Street(1), 9, 13));
    }

    [Fact]
    public void Burnt_in_text_on_black_changes_nothing()
    {
        var fog = Street(0.3);
        var titled = Picture.Of(640, 360, (x, y) => y < 16 && x < 200 ? (byte)16 : fog.View().Y[(y * 640) + x], (_, _) => 128, (_, _) => 128);
        Assert.True(Seen(new HazeGauge(), titled, 0, 5));
    }

    [Fact]
    public void A_clock_that_goes_back_is_looked_at_anew()
    {
        var gauge = new HazeGauge();
        Assert.True(Seen(gauge, Street(0.3), 100, 105));
        Assert.False(Seen(gauge, Street(1), 0, 4));
    }

    [Fact]
    public void Night_is_no_haze() => Assert.False(Seen(new HazeGauge(), Picture.Of(640, 360, (x, _) => (byte)(x % 80 == 0 ? 230 : 24), (_, _) => 128, (_, _) => 128), 0, 5));

    /// <summary>A street: grey with dark and bright things, behind air that lets a share of the light through and adds its own, luma.</summary>
    private static Picture Street(double through) => Picture.Of(640, 360, (x, y) => (byte)Math.Round((through * Thing(x, y)) + ((1 - through) * 200)), (_, _) => 128, (_, _) => 128);

    private static int Thing(int x, int y) => (x / 40 % 4) switch { 0 => 40, 1 => 220, _ => 110 + (y % 16) };

    private static bool Seen(HazeGauge gauge, Picture picture, double from, double until)
    {
        for (var t = from; t < until; t += 0.04) gauge.Look(picture.At(t));
        return gauge.IsHazy;
    }
}
