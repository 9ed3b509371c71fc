using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Line.Live;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Line.Live;

public sealed class ThumbnailsTests
{
    private const int Width = 160, Height = 120;
    private static readonly byte[] Luma = new byte[Width * Height], Chroma = new byte[Width * Height / 4];
    private readonly Thumbnails thumbnails = new();

    [Fact]
    public void A_vehicles_picture_is_there_when_it_is_gone_and_once()
    {
        See(7, 0, size: 40);
        var whole = Followed(7, 0, 4);
        thumbnails.Part(whole, [whole]);
        Assert.NotEmpty(thumbnails.Take(7));
        Assert.Empty(thumbnails.Take(7));
    }

    [Theory]
    [InlineData(80, 8)] // it came nearer: the larger one is the second vehicle
    [InlineData(30, 7)]
    public void Of_a_track_that_was_cut_the_vehicle_in_the_picture_has_it_and_no_other(int later, int shown)
    {
        See(7, 0, size: 40);
        See(7, 3, size: later);
        thumbnails.Part(Followed(7, 0, 4), [Followed(7, 0, 1), Followed(8, 2, 4)]);
        Assert.NotEmpty(thumbnails.Take(shown));
        Assert.Empty(thumbnails.Take(15 - shown));
    }

    [Fact]
    public void A_picture_of_a_part_that_was_dropped_is_nobodys_and_takes_no_room()
    {
        for (var k = 0; k < 300; k++)
        {
            See(k, 0, size: 40);
            thumbnails.Part(Followed(k, 0, 4), [Followed(1000 + k, 2, 4)]);
            Assert.Empty(thumbnails.Take(1000 + k));
        }
        See(500, 0, size: 40);
        Assert.NotEmpty(thumbnails.Take(500));
    }

    private void See(int track, double seconds, int size)
    {
        var time = new CaptureTime((long)(seconds * 1e6), null, null, TimeQuality.Exact);
        var frame = new FrameView { Number = (long)(seconds * 25), Time = time, Width = Width, Height = Height, RawWidth = Width, RawHeight = Height, Y = Luma, U = Chroma, V = Chroma };
        var box = new PixelBox(10, 10, size, size);
        thumbnails.Step(frame, [new LiveTrack(track, RoadUser.Car, box, 0, 0, 0, 0, time, time, 9, 0, false, box)]);
    }

    private static Track Followed(int id, int from, int until) => new(id, RoadUser.Car, [.. Enumerable.Range(25 * from, 25 * (until - from)).Select(k =>
        new TrackPoint(k, new CaptureTime(40_000L * k, null, null, TimeQuality.Exact), new PixelBox(10, 10, 40, 40), new PixelBox(10, 10, 40, 40), 0.9f))]);
}
