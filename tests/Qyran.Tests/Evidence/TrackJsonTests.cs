using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

public sealed class TrackJsonTests
{
    private static readonly PixelBox Box = new(100 / 3.0, Math.PI, 80, 60);

    // seen, covered, looked for in vain, not looked at, held by the picture, a rider without the machine
    private static readonly Track Whole = new(4, RoadUser.Car,
    [
        new(0, At(0), Box, Box, 0.9f),
        new(1, At(1), Box, null, 0.8f) { Covered = true },
        new(2, At(2), Box, null, 0),
        new(3, At(3), Box, null, 0.7f),
        new(4, At(4), Box, null, 0) { Held = true },
        new(5, At(5), Box, Box, 0.6f) { FootComputed = true },
    ])
    { Classes = [RoadUser.Car, RoadUser.Bus] };

    [Fact]
    public void A_track_comes_back_as_it_was_written()
    {
        var back = TrackJson.Read(TrackJson.Write(Whole));
        Assert.NotNull(back);
        Assert.Equal((Whole.Id, Whole.Class), (back.Id, back.Class));
        Assert.Equal(Whole.Classes.AsEnumerable(), back.Classes);
        Assert.Equal(Whole.Points.AsEnumerable(), back.Points);
        Assert.Equal([true, true, true, false, true, true], back.Points.Select(p => p.LookedAt)); // or a replay would judge by other frames
    }

    [Fact]
    public void Covered_held_and_computed_are_written_only_where_it_is_so_and_a_pack_without_them_is_read_as_before()
    {
        var text = Encoding.UTF8.GetString(TrackJson.Write(Whole));
        Assert.Equal((2, 2, 2), (text.Split("\"covered\"").Length, text.Split("\"held\"").Length, text.Split("\"foot_computed\"").Length));
        var older = TrackJson.Read(Encoding.UTF8.GetBytes(text.Replace(",\"covered\":true", "", StringComparison.Ordinal).Replace(",\"held\":true", "", StringComparison.Ordinal)
            .Replace(",\"foot_computed\":true", "", StringComparison.Ordinal)));
        Assert.NotNull(older);
        Assert.DoesNotContain(older.Points, p => p.Covered || p.Held || p.FootComputed);
        Assert.Null(TrackJson.Read(Encoding.UTF8.GetBytes(text.Replace("\"covered\":true", "\"covered\":1", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_pack_that_does_not_tell_what_else_it_was_taken_for_has_no_other_classes()
    {
        var text = Encoding.UTF8.GetString(TrackJson.Write(Whole));
        Assert.Contains("\"classes\":[\"car\",\"bus\"],", text, StringComparison.Ordinal);
        Assert.DoesNotContain("classes", Encoding.UTF8.GetString(TrackJson.Write(Whole with { Classes = [] })), StringComparison.Ordinal);
        var older = TrackJson.Read(Encoding.UTF8.GetBytes(text.Replace("\"classes\":[\"car\",\"bus\"],", "", StringComparison.Ordinal)));
        Assert.NotNull(older);
        Assert.Empty(older.Classes);
        Assert.Null(TrackJson.Read(Encoding.UTF8.GetBytes(text.Replace("\"bus\"", "\"tram\"", StringComparison.Ordinal))));
    }

    private static CaptureTime At(int frame) => new(frame * 40_000L, null, null, TimeQuality.Exact);
}
