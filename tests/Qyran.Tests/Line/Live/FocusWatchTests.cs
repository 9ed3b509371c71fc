using OpenCvSharp;
using Qyran.Domain.Frames;
using Qyran.Domain.Time;
using Qyran.Line.Live;

namespace Qyran.Tests.Line.Live;

public sealed class FocusWatchTests
{
    private readonly FocusWatch watch = new();
    private readonly Random dice = new(5);
    private int second;

    [Fact]
    public void A_picture_that_loses_its_focus_is_found_out_within_a_minute_and_a_confirmed_one_is_the_usual()
    {
        Look(90, blur: 0);
        Assert.False(watch.Blurred);
        Look(29, blur: 3);
        Assert.False(watch.Blurred); // a drop that runs off is none
        Look(1, blur: 3);
        Assert.True(watch.Blurred);
        watch.Renew();
        Look(200, blur: 3);
        Assert.False(watch.Blurred);
        Assert.NotNull(watch.Softness);
        Look(1, blur: 0);
        Assert.Null(watch.Softness);
    }

    [Theory]
    [InlineData(1.0, 0.25)] // fog
    [InlineData(0.3, 1.0)] // dusk
    [InlineData(1.5, 1.0)]
    public void Fog_and_dusk_are_no_blur(double gain, double contrast)
    {
        Look(90, blur: 0);
        Look(90, blur: 0, gain, contrast);
        Assert.False(watch.Blurred);
        Assert.Null(watch.Softness);
    }

    [Fact]
    public void A_black_picture_says_nothing_about_the_lens()
    {
        Look(90, blur: 0);
        Look(90, blur: 0, gain: 0);
        Assert.False(watch.Blurred);
    }

    [Fact]
    public void A_new_connection_goes_on_with_what_was_learned()
    {
        Look(90, blur: 0);
        watch.Begin();
        second = 0;
        Look(31, blur: 3);
        Assert.True(watch.Blurred);
    }

    /// <summary>A street of boxes and fine texture with a sensor's noise.</summary>
    private void Look(int seconds, double blur, double gain = 1, double contrast = 1)
    {
        const int width = 320, height = 180;
        using var street = new Mat(height, width, MatType.CV_8UC1, new Scalar(110));
        var same = new Random(1);
        for (var i = 0; i < 160; i++)
            Cv2.Rectangle(street, new Rect(same.Next(width), same.Next(height), same.Next(2, 40), same.Next(2, 30)), new Scalar(same.Next(30, 220)), -1);
        // asphalt, leaves, bricks
        using var texture = new Mat(height, width, MatType.CV_8UC1);
        texture.GetArray(out byte[] grain);
        for (var i = 0; i < grain.Length; i++) grain[i] = (byte)same.Next(0, 30);
        texture.SetArray(grain);
        Cv2.Add(street, texture, street);
        if (blur > 0) Cv2.GaussianBlur(street, street, new Size(0, 0), blur);
        street.ConvertTo(street, -1, gain * contrast, gain * 110 * (1 - contrast));
        for (var k = 0; k < seconds; k++)
        {
            street.GetArray(out byte[] bytes);
            for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Math.Clamp(bytes[i] + dice.Next(-1, 2), 0, 255);
            watch.Step(new FrameView
            {
                Number = second, Time = new CaptureTime(1_000_000L * second++, null, null, TimeQuality.Exact), Width = width, Height = height, RawWidth = width, RawHeight = height,
                Y = bytes, U = [], V = [],
            });
        }
    }
}
