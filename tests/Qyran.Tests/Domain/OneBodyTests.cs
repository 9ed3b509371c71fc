using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Tests.Domain;

public sealed class OneBodyTests
{
    /// <summary>A view straight down: 20 px are a metre everywhere, or 10 px above the 500th row.</summary>
    private sealed class Plane : IRoadPlane
    {
        public bool TryRoad(RawPixel pixel, out RoadPoint road) => throw new NotSupportedException();
        public bool TryPixel(RoadPoint road, out RawPixel pixel) => throw new NotSupportedException();
        public double PixelsPerMetre(RawPixel pixel) => pixel.Y < 500 ? 10 : 20;
    }

    /// <param name="width">Width in px at a frame of 25 a second; null: carried over a gap.</param>
    private static Track Drive(Func<int, double?> width, int frames = 50, double height = 30) => new(1, RoadUser.Car,
        [.. Enumerable.Range(0, frames).Select(i => new TrackPoint(i, new(i * 40_000, null, null, default), default,
            width(i) is { } w ? new PixelBox(100, 10 * i, w, height) : null, 0.9f))]);

    [Fact]
    public void A_car_that_keeps_its_metres_while_it_grows_in_the_picture_is_one() =>
        Assert.Null(OneBody.Doubt(Drive(i => (10 * i) + 30 < 500 ? 18 : 36), new Plane(), 0, long.MaxValue));

    [Fact]
    public void A_blob_that_takes_in_a_neighbour_is_doubted() =>
        Assert.Contains("seen width", OneBody.Doubt(Drive(i => i < 15 ? 18 : i < 30 ? 40 : 76), new Plane(), 0, 1_600_000), StringComparison.Ordinal);

    [Fact]
    public void The_roof_of_a_lorry_that_got_a_box_of_its_own_is_doubted() =>
        Assert.Contains("part of one", OneBody.Doubt(Drive(_ => 30, frames: 40, height: 6), new Plane(), 0, long.MaxValue), StringComparison.Ordinal);

    [Fact]
    public void Only_the_judged_stretch_counts() =>
        Assert.Null(OneBody.Doubt(Drive(i => i < 47 ? 18 : 100), new Plane(), 0, 1_500_000));

    [Fact]
    public void A_few_bad_boxes_do_not_count() =>
        Assert.Null(OneBody.Doubt(Drive(i => i % 7 == 0 ? 100 : 18, 40), new Plane(), 0, 1_600_000));

    [Theory]
    [InlineData(5, "five sightings tell nothing")]
    [InlineData(0, "nothing tells nothing")]
    public void Too_little_is_no_doubt(int seen, string why) =>
        Assert.True(OneBody.Doubt(Drive(i => i < seen ? 10 * (i + 1) : null), new Plane(), 0, long.MaxValue) is null, why);

    [Fact]
    public void Without_metres_nothing_is_said() => Assert.Null(OneBody.Doubt(Drive(i => i + 1), null, 0, long.MaxValue));
}
