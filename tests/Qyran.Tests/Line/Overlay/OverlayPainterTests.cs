using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Units;
using Qyran.Line.Overlay;
using SkiaSharp;

namespace Qyran.Tests.Line.Overlay;

public sealed class OverlayPainterTests
{
    private static readonly Dictionary<string, SignalState> NoSignals = [];
    private static readonly CaptureTime Noon = new(12_345_678, null, null, TimeQuality.Exact);

    [Fact]
    public void A_speed_is_shown_rounded_down_and_its_error_rounded_up() =>
        Assert.Equal("63±2 km/h", OverlayWords.Speed(new(new Speed(63_999_999), new Speed(1_000_001), "c")));

    [Fact]
    public void A_time_nobody_anchored_is_the_sources_clock() => Assert.Equal("0:00:12.345", OverlayWords.Time(Noon));

    [Fact]
    public void A_known_time_is_UTC() =>
        Assert.Equal("1970-01-01 00:00:13.345 UTC", OverlayWords.Time(Noon with { UtcOffsetUs = 1_000_000 }));

    [Fact]
    public void An_offender_is_drawn_in_red_and_nobody_else_is()
    {
        Assert.True(Reds("red light") > 50);
        Assert.Equal(0, Reds(null));
    }

    [Theory]
    [InlineData(320, 240)]
    [InlineData(641, 359)]
    [InlineData(3840, 2160)]
    public void Every_size_is_drawn_and_letters_are_there(int width, int height)
    {
        using var painter = new OverlayPainter(SampleScene.Junction(width, height), width, height);
        var frame = new byte[4 * width * height];
        painter.Paint(frame, new(Noon, [Track(7, width * 0.4, height * 0.5, width * 0.15, height * 0.2, null)], NoSignals, "before"));
        // letters of the header: near-white pixels in the top left
        var white = 0;
        for (var y = 0; y < height / 10; y++)
            for (var x = 0; x < width / 3; x++)
                if (frame[4 * ((y * width) + x)] > 220) white++;
        Assert.True(white > 20, $"{white} bright pixels: is there a font?");
    }

    [Fact]
    public void Labels_do_not_cover_one_another()
    {
        var places = new LabelPlaces();
        var put = new List<SKRect>();
        for (var i = 0; i < 12; i++)
            if (places.TryPlace(SKRect.Create(100 + (i * 9), 100 + (i * 5), 30, 20), 60, 14, 2, SKRect.Create(0, 0, 640, 360), out var place)) put.Add(place);
        Assert.True(put.Count >= 8);
        for (var a = 0; a < put.Count; a++)
            for (var b = 0; b < a; b++) Assert.False(put[a].IntersectsWith(put[b]));
    }

    [Fact]
    public void A_photo_is_annotated_without_touching_the_original()
    {
        using var bitmap = new SKBitmap(320, 240);
        bitmap.Erase(SKColors.Gray);
        var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
        var before = jpeg.ToArray();
        using var painter = new OverlayPainter(null, 320, 240);
        var drawn = painter.Annotate(jpeg, new(Noon, [Track(1, 100, 100, 50, 40, "speeding")], NoSignals, null));
        Assert.NotNull(drawn);
        Assert.NotEqual(jpeg, drawn);
        Assert.Equal(before, jpeg);
        Assert.Null(painter.Annotate("no picture"u8, new(Noon, [], NoSignals, null)));
    }

    [Fact]
    public void What_is_no_passage_is_drawn_thin_and_without_words()
    {
        Assert.True(Changed(faint: true) > 50);
        Assert.True(Changed(faint: true) * 3 < Changed(faint: false));
        static int Changed(bool faint)
        {
            using var painter = new OverlayPainter(null, 320, 240);
            byte[] with = new byte[4 * 320 * 240], without = new byte[4 * 320 * 240];
            painter.Paint(with, new(Noon, [Track(1, 100, 100, 80, 60, null) with { Faint = faint }], NoSignals, null));
            painter.Paint(without, new(Noon, [], NoSignals, null));
            return with.Zip(without).Count(p => p.First != p.Second);
        }
    }

    private static int Reds(string? offence)
    {
        using var painter = new OverlayPainter(null, 320, 240);
        var frame = new byte[4 * 320 * 240];
        painter.Paint(frame, new(Noon, [Track(1, 100, 100, 80, 60, offence)], NoSignals, null));
        var reds = 0;
        for (var i = 0; i < frame.Length; i += 4)
            if (frame[i + 2] > 180 && frame[i + 1] < 90 && frame[i] < 90) reds++;
        return reds;
    }

    private static OverlayTrack Track(int id, double x, double y, double w, double h, string? offence) => new(
        id, RoadUser.Car, new PixelBox(x, y, w, h), new[] { new RawPixel(x, y), new RawPixel(x + w, y + h) },
        new SpeedReading(Speed.FromKmh(63.4m), Speed.FromKmh(0.8m), "c"), offence, false);
}
