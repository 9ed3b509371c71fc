using Qyran.Domain.Detections;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>Two-wheelers at six frames a second: parts that are missed, pieces of those who pass, and what stands in front.</summary>
public sealed class RiderTrackTests
{
    private const double Fps = 6;

    private static List<Track> Drive(double seconds, Func<double, IEnumerable<Detection>> seen)
    {
        var tracker = new Tracker(new(), null);
        List<Track> ended = [];
        for (var frame = 0; frame < seconds * Fps; frame++)
            tracker.Step(frame, new((long)(frame / Fps * 1e6), null, null, default), [.. seen(frame / Fps)], ended);
        tracker.Finish(ended);
        return ended;
    }

    private static Detection Rider(double x, double y, double w, double h, float score = 0.7f, RoadUser kind = RoadUser.Motorcycle) =>
        new(new(x, y, w, h), score, kind);

    [Theory]
    [InlineData("rider", 1)]
    [InlineData("machine", 1)]
    [InlineData("rider", 3)]
    [InlineData("machine", 3)]
    [InlineData("either", 2)]
    public void A_rider_whose_other_half_is_missed_stays_one_track_with_its_wheel_on_the_road(string left, int frames)
    {
        // 40 px wide and 90 px tall, driving up the picture; of each six frames some show one half only
        static double Bottom(double t) => 500 - (30 * t);
        var tracks = Drive(8, t =>
        {
            var frame = (int)Math.Round(t * Fps);
            var half = frame > 6 && frame % 6 < frames ? left == "either" ? frame % 2 == 0 ? "rider" : "machine" : left : "";
            return half switch
            {
                "rider" => [Rider(303, Bottom(t) - 90, 32, 45, kind: RoadUser.Person)],
                "machine" => [Rider(305, Bottom(t) - 44, 28, 44)],
                _ => [Rider(300, Bottom(t) - 90, 40, 90)],
            };
        });
        var only = Assert.Single(tracks);
        Assert.Equal(RoadUser.Motorcycle, only.Class);
        Assert.All(only.Points, p => Assert.InRange(p.Box.Bottom - Bottom(p.Time.Seconds), -6, 6));
        Assert.All(only.Points, p => Assert.InRange(p.Box.Height, 80, 100));
        // where no wheel was seen no speed is measured
        Assert.Equal(left != "machine", only.Points.Any(p => p.FootComputed));
        Assert.All(only.Points.Where(p => p.Frame <= 6), p => Assert.False(p.FootComputed));
    }

    [Fact]
    public void A_half_is_filled_up_for_a_while_only()
    {
        // the whole was seen in the first two seconds; what is known of it then is not said for ever
        var tracks = Drive(10, t => [t < 2 ? Rider(300, 400 - (30 * t), 40, 90) : Rider(303, 400 - (30 * t), 32, 45, kind: RoadUser.Person)]);
        Assert.All(tracks.SelectMany(t => t.Points).Where(p => p.Time.Seconds > 5), p => Assert.InRange(p.Box.Height, 40, 50));
    }

    [Fact]
    public void The_machine_alone_beside_the_whole_is_no_second_vehicle()
    {
        var tracks = Drive(6, t => [Rider(300, 400 - (30 * t), 40, 90), Rider(305, 446 - (30 * t), 30, 42)]);
        Assert.Single(tracks);
    }

    [Fact]
    public void Two_riders_side_by_side_are_two()
    {
        var tracks = Drive(6, t => [Rider(300, 400 - (30 * t), 40, 90), Rider(330, 404 - (30 * t), 40, 88)]);
        Assert.Equal(2, tracks.Count);
    }

    [Theory]
    [InlineData(0.45f)]
    [InlineData(0.7f)]
    public void A_waiting_rider_is_not_led_away_by_pieces_of_one_who_passes_before_it(float score)
    {
        // for a second the detector sees, where the waiting one is, ever smaller doubtful pieces of the other, then the waiting one again
        Detection[] pieces = [Rider(180, 326, 42, 78, 0.13f), Rider(182, 325, 38, 71, 0.19f), Rider(174, 323, 32, 53, 0.14f), Rider(169, 320, 18, 42, 0.17f)];
        var tracks = Drive(12, t => (int)Math.Round(t * Fps) switch
        {
            >= 24 and < 28 and var frame => [pieces[frame - 24]],
            28 or 29 => [],
            >= 30 and < 36 => [Rider(179, 315, 34, 87, score)],
            _ => [Rider(179, 315, 34, 87)],
        });
        var only = Assert.Single(tracks);
        Assert.All(only.Points.Where(p => p.Time.Seconds is < 4 or > 5), p => Assert.InRange(p.Box.Bottom, 398, 406));
    }

    [Fact]
    public void Doubtful_pieces_within_another_vehicle_lead_nobody_on()
    {
        // one rides up to a waiting one; from then on only doubtful boxes within the waiting one are seen there, and they may be anybody's
        var tracks = Drive(8, t => [Rider(295, 250, 40, 110), t < 3 ? Rider(300, 335 - (10 * t), 34, 70) : Rider(302, 300 - (10 * (t - 3)), 30, 52, 0.2f)]);
        Assert.Equal(2, tracks.Count);
        Assert.InRange(tracks.Min(t => t.Last.Time.Seconds), 2.5, 3.1);
        Assert.InRange(tracks.Max(t => t.Last.Time.Seconds), 7.5, 8);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void One_who_drives_behind_a_waiting_lorry_is_waited_for(bool lorry, int parts)
    {
        static double X(double t) => 100 + (60 * t);
        var tracks = Drive(10, t =>
        {
            List<Detection> seen = [];
            if (lorry) seen.Add(new(new(300, 200, 160, 240), 0.9f, RoadUser.Truck));
            if (X(t) is < 280 or > 370) seen.Add(Rider(X(t), 300, 50, 80));
            return seen;
        });
        Assert.Equal(parts, tracks.Count(t => t.Class == RoadUser.Motorcycle));
    }
}
