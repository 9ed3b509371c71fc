using System.Security.Cryptography;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Line.Adapting;
using Qyran.Tests.Vision.Adapted;
using Qyran.Tests.Vision.Onnx;
using Qyran.Vision.Adapted;

namespace Qyran.Tests.Line.Adapting;

/// <summary>A made-up site: a post on the left that is taken for a person every day, and faint cars on the right.</summary>
public sealed class AdaptTests
{
    private const int Width = 1000, Height = 800;
    private static readonly PixelBox Post = new(60, 300, 30, 80);

    private static Detection Car(double x, float score) => new(new(x, 500, 80, 60), score, RoadUser.Car);

    private static Track Track(int id, RoadUser kind, double fromS, double untilS, Func<double, PixelBox> at, float score) => new(id, kind, [.. Enumerable.Range(0, (int)((untilS - fromS) * 10))
        .Select(i => fromS + (i / 10.0)).Select((t, i) => new TrackPoint(i, new((long)Math.Round(t * 1e6), null, null, TimeQuality.Exact), at(t), at(t), score))]);

    /// <summary>Ten minutes: every four seconds a car drives by, seen at 0.3 to 0.6; now and then somebody walks below; the post is seen at 0.4 to 0.8 and never moves.</summary>
    private static (List<KeptLook> Looks, List<Track> Tracks) Site()
    {
        var dice = new Random(3);
        List<KeptLook> looks = [];
        List<Track> tracks = [];
        for (var k = 0; k < 150; k++) tracks.Add(Track(k + 1, RoadUser.Car, 4 * k, (4 * k) + 3, t => new(500 + (130 * (t - (4 * k))), 500, 80, 60), 0.55f));
        for (var k = 0; k < 30; k++) tracks.Add(Track(k + 200, RoadUser.Person, 20 * k, (20 * k) + 10, t => new(300 + (60 * (t - (20 * k))), 640, 30, 80), 0.7f));
        for (var i = 0; i < 1200; i++)
        {
            var t = i / 2.0;
            var since = t % 4;
            List<Detection> found = [new(Post, 0.4f + (0.4f * dice.NextSingle()), RoadUser.Person)];
            if (t % 20 < 10) found.Add(new(new(300 + (60 * (t % 20)), 640, 30, 80), 0.5f + (0.4f * dice.NextSingle()), RoadUser.Person));
            if (since < 3 && dice.NextDouble() < 0.9) found.Add(Car(500 + (130 * since), 0.3f + (0.3f * dice.NextSingle())));
            looks.Add(new((long)(t * 1e6), [.. found]));
        }
        return (looks, tracks);
    }

    [Fact]
    public void A_file_that_is_made_again_stays_under_its_hash_for_the_packs_that_name_it()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-adapted-");
        try
        {
            var path = Path.Combine(folder.FullName, "detectors", "north-1" + Adaptation.Ending);
            byte[] first = [.. "first"u8], second = [.. "second"u8];
            AdaptRun.Put(path, first);
            AdaptRun.Put(path, first);
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
            AdaptRun.Put(path, second);
            Assert.Equal(second, File.ReadAllBytes(path));
            var kept = Adaptation.OfHash(path, Convert.ToHexStringLower(SHA256.HashData(first)));
            Assert.Equal(first, File.ReadAllBytes(kept));
            Assert.True(AdaptedDetector.IsNamed(kept));
            // what was never there, and what is no hash, leads to the file itself
            foreach (var hash in (string[])[Convert.ToHexStringLower(SHA256.HashData(second)), new string('0', 64), "", "../../x", new string('/', 64)]) Assert.Equal(path, Adaptation.OfHash(path, hash));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_drove_is_right_what_is_on_no_track_is_wrong_and_of_what_stood_nobody_knows()
    {
        var drove = Track(1, RoadUser.Car, 0, 3, t => new(100 + (100 * t), 500, 80, 60), 0.52f);
        var mirrored = Track(3, RoadUser.Car, 0, 3, t => new(100 + (100 * t), 300, 80, 60), 0.3f);
        var stood = Track(2, RoadUser.Car, 0, 3, _ => new(700, 500, 80, 60), 0.4f);
        KeptLook look = new(1_000_000, [Car(202, 0.2f), Car(705, 0.4f), new(new(200, 300, 80, 60), 0.3f, RoadUser.Car), Car(400, 0.9f), new(new(205, 500, 80, 60), 0.3f, RoadUser.Person)]);
        var (samples, things) = Confirmed.Label([look], [drove, stood, mirrored], 0, 60_000_000);
        Assert.Equal([(202.0, (bool?)true), (705.0, null), (200.0, null), (400.0, false), (205.0, false)], samples.Select(s => (s.Found.Box.X, s.Right)));
        Assert.Equal(1, things[0]);
        Assert.Equal((0, 1, 1_000_000L), samples[0].Thing);
    }

    [Fact]
    public void What_surely_stands_is_left_out_also_between_its_old_points()
    {
        var followed = Track(1, RoadUser.Person, 0, 100, _ => Post, 0.65f);
        var parked = Thinned(Track(2, RoadUser.Car, 0, 100, _ => new(700, 500, 80, 60), 0.65f));
        // this one drove on: it was right all the time
        var waited = Thinned(Track(3, RoadUser.Car, 0, 103, t => new(300 + (100 * Math.Max(0, t - 100)), 200, 80, 60), 0.65f));
        KeptLook look = new(15_000_000, [new(Post, 0.7f, RoadUser.Person), Car(703, 0.6f), new(new(303, 200, 80, 60), 0.4f, RoadUser.Car), Car(400, 0.9f)]);
        var (samples, things) = Confirmed.Label([look], [followed, parked, waited], 0, 60_000_000);
        Assert.Equal([(303.0, (bool?)true), (400.0, false)], samples.Select(s => (s.Found.Box.X, s.Right)));
        Assert.Equal(1, things[0]);

        static Track Thinned(Track whole) => whole with { Points = [.. whole.Points.Where((p, i) => p.Time.Seconds > 95 || i % 100 == 0)] };
    }

    [Fact]
    public void Learned_from_is_what_the_tracker_sees_after_the_close_look()
    {
        var sampling = new SamplingDetector(new TwoLooks());
        var view = Picture.Plain(320, 240).View();
        var found = new Detection[4];
        Assert.Equal(1, sampling.Sharpen(view, found.AsSpan(0, sampling.Detect(view, found))));
        Assert.Equal(0.5f, Assert.Single(Assert.Single(sampling.Kept).Found).Score);
    }

    [Fact]
    public void What_is_in_use_is_replaced_only_by_what_is_better()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-adapted-");
        try
        {
            var request = new AdaptRequest("north-1", [], null, Path.Combine(folder.FullName, "north-1" + Adaptation.Ending));
            var (looks, tracks) = Site();
            var (samples, things) = Confirmed.Label(looks, tracks, 0, 60_000_000);
            AdaptOutcome.Tried Try(char model) => Assert.IsType<AdaptOutcome.Tried>(AdaptRun.Try(
                request, new("qyran-road", "1", new string(model, 64), 640, 384), samples, things, tracks.Count, 600, Width, Height, TimeProvider.System));
            var first = Try('a');
            Assert.True(first is { Kept: true, InUse: null });
            var again = Try('a');
            Assert.False(again.Kept);
            Assert.Equal(first.After.F1, again.InUse!.Value.F1, 0.01);
            // one for another model is in no use
            Assert.True(Try('b') is { Kept: true, InUse: null });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_site_is_learned_where_it_differs_and_left_where_nothing_was_seen()
    {
        var (looks, tracks) = Site();
        var (samples, things) = Confirmed.Label(looks, tracks, 0, 60_000_000);
        AdaptSample[] learned = [.. samples.Where(s => s.Piece % 2 == 0)], held = [.. samples.Where(s => s.Piece % 2 == 1)];
        var map = ScoreFit.Of(learned, Width, Height);
        Assert.True(map.Of(new(Post, 0.6f, RoadUser.Person), Width, Height) < 0.35);
        Assert.True(map.Of(Car(600, 0.4f), Width, Height) > 0.6);
        // elsewhere somebody on foot is still seen, and no weight is beyond its bound
        Assert.True(map.Of(new(new(800, 100, 30, 80), 0.75f, RoadUser.Person), Width, Height) > 0.5);
        Assert.All(map.Cells.Concat(map.Classes).Append(map.Shift), w => Assert.InRange(Math.Abs(w), 0, ScoreMap.Most));

        var there = things.Where(t => t.Key % 2 == 1).Sum(t => t.Value);
        var (before, after) = (HeldBack.Of(held, there, ScoreMap.Same, Width, Height), HeldBack.Of(held, there, map, Width, Height));
        Assert.True(after.F1 > before.F1 + 0.2, $"{before.F1:0.00} before, {after.F1:0.00} after");
        Assert.True(after.Average > before.Average && after.Cost < before.Cost);
    }

    [Fact]
    public void Where_scores_are_right_already_nothing_is_gained()
    {
        var dice = new Random(5);
        List<AdaptSample> Draw(int piece) => [.. Enumerable.Range(0, 4000).Select(i =>
        {
            var score = dice.NextSingle();
            var right = dice.NextDouble() < score;
            return new AdaptSample(Car(dice.Next(900), score), piece, right, right ? (piece, i, i) : null);
        })];
        var map = ScoreFit.Of(Draw(0), Width, Height);
        foreach (var score in (float[])[0.2f, 0.5f, 0.8f]) Assert.InRange(map.Of(Car(500, score), Width, Height), score - 0.08f, score + 0.08f);
        var held = Draw(1);
        var things = held.Count(s => s.Right is true);
        Assert.InRange(HeldBack.Of(held, things, map, Width, Height).F1 - HeldBack.Of(held, things, ScoreMap.Same, Width, Height).F1, -0.02, 0.02);
    }

    [Fact]
    public void A_thing_seen_twice_in_one_moment_is_found_once_and_is_no_false_alarm()
    {
        AdaptSample[] samples = [new(Car(1, 0.9f), 1, true, (1, 7, 5)), new(Car(2, 0.8f), 1, true, (1, 7, 5)), new(Car(300, 0.6f), 1, false, null)];
        var at = HeldBack.Of(samples, 2, ScoreMap.Same, Width, Height);
        Assert.Equal((0.5, 0.5), (at.Recall, at.Precision));
    }
}
