using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Line.Cases;

namespace Qyran.Tests.Line.Cases;

public sealed class ClipSpanTests
{
    [Theory]
    [InlineData(0, 20, 10, 0, 20)]
    [InlineData(0, 300, 30, 0, 300)]
    [InlineData(0, 10_800, 30, 0, 300)] // parked for three hours where half a minute is allowed
    [InlineData(0, 10_800, 900, 660, 960)]
    [InlineData(50, 10_850, 10_845, 10_550, 10_850)]
    public void Who_stays_long_is_shown_about_the_offence(int first, int last, int at, int from, int until)
    {
        var track = new Track(1, RoadUser.Car, [Point(first), Point(last)]);
        var verdict = new Verdict.Broken("", at * 1_000_000L, ImmutableSortedDictionary<string, string>.Empty, []);
        Assert.Equal((from * 1_000_000L, until * 1_000_000L), ClipSpan.Of(track, verdict));
    }

    private static TrackPoint Point(int second) => new(second, new(second * 1_000_000L, null, null, TimeQuality.Exact), new PixelBox(0, 0, 9, 9), null, 0);
}
