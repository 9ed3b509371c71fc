using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Tests.Measure.Scoring.Runs;

public sealed class RunTruthTextTests
{
    internal const string Sound = """
        {"qyran_truth":1,"scenario":"junction","seed":1,"fps_declared":25,"width":1280,"height":720,"light":"dusk","weather":"rain","start_utc":"2026-11-24T08:00:00Z",
         "vehicles":[{"id":1,"class":"car","plate":{"text":"123ABC02","country":"KZ"},"lane":"l1","lanes":["l1","l2"]},{"id":2,"class":"person","plate":null,"lane":null,"lanes":[]}],
         "frames":[{"n":0,"media_us":0,"exposed_us":10,"objects":[{"id":1,"box":[1,2,30,40],"visible":0.93,"road":[5.5,6],"speed_mmph":54000000,"plate":[[1,2],[3,2],[3,4],[1,4]]}],"signals":{"head1":"red"}},
                   {"n":1,"media_us":40000,"exposed_us":40010,"objects":[]}],
         "signals":{"head1":[{"state":"red","from_us":0}]},
         "violations":[{"rule":"red-light","vehicle":1,"at_us":12340000,"offence":null}],"counts":{"l1":{"car":12}}}
        """;

    [Fact]
    public void A_whole_truth_is_read()
    {
        Assert.True(RunTruthText.TryRead(Encoding.UTF8.GetBytes(Sound), out var truth, out var failure), failure?.Text);
        Assert.Equal(("junction", "dusk", "rain", 2, 2), (truth!.Scenario, truth.Light, truth.Weather, truth.Vehicles.Length, truth.Frames.Length));
        Assert.Equal((RoadUser.Car, "123ABC02", "KZ", "l1"), (truth.Vehicles[0].Class, truth.Vehicles[0].Plate, truth.Vehicles[0].Country, truth.Vehicles[0].Lane));
        Assert.False(truth.Vehicles[1].IsVehicle);
        var o = truth.Frames[0].Objects.Single();
        Assert.Equal((1, new PixelBox(1, 2, 30, 40), 0.93, new RoadPoint(5.5, 6), 54_000_000), (o.Id, o.Box, o.Visible, o.Road, o.Speed.MmPerHour));
        Assert.Equal(2 * 0.38, o.Signs!.Value, 1e-9); // as wide as high: two rows
        Assert.Equal((10, 12_340_000), (truth.Frames[0].ExposedUs, truth.Violations.Single().AtUs));
    }

    [Theory]
    [InlineData("", true)] // from before it said so
    [InlineData("""
        "told":["red-light","speeding"],
        """, false)]
    public void The_rules_it_tells_of_are_read(string told, bool every)
    {
        Assert.True(RunTruthText.TryRead(Encoding.UTF8.GetBytes(Sound.Replace("\"seed\":1,", "\"seed\":1," + told, StringComparison.Ordinal)), out var truth, out var failure), failure?.Text);
        Assert.Equal((true, every), (truth!.Tells("red-light"), truth.Tells("no-driving")));
    }

    [Theory]
    [InlineData("", 1)] // clear weather, and from before it said so
    [InlineData(",\"air\":0.4", 0.4)]
    public void How_much_light_the_air_lets_through_is_read(string air, double share)
    {
        Assert.True(RunTruthText.TryRead(Encoding.UTF8.GetBytes(Sound.Replace("\"visible\":0.93", "\"visible\":0.93" + air, StringComparison.Ordinal)), out var truth, out var failure), failure?.Text);
        Assert.Equal(share, truth!.Frames[0].Objects.Single().Air);
    }

    [Fact]
    public void What_a_simulation_counted_itself_is_passed_over() =>
        Assert.True(RunTruthText.TryRead(Encoding.UTF8.GetBytes(Sound.Replace("{\"car\":12}", "\"many\"", StringComparison.Ordinal)), out _, out _));

    [Theory]
    [InlineData("\"qyran_truth\":1,", "", "not a simulation's truth")]
    [InlineData("\"qyran_truth\":1", "\"qyran_truth\":2", "version 2")]
    [InlineData("2026-11-24T08:00:00Z", "08:00", "start_utc '08:00' is no time")]
    [InlineData("\"width\":1280", "\"width\":\"wide\"", "width must be a whole number")]
    [InlineData("\"class\":\"car\"", "\"class\":\"ufo\"", "vehicles[0].class 'ufo'")]
    [InlineData("[1,2,30,40]", "[1,2,30]", "frames[0].objects[0].box must be 4 numbers")]
    [InlineData("[3,4],[1,4]]", "[3,4]]", "frames[0].objects[0].plate must be 4 points")]
    [InlineData("[3,4],[1,4]]", "[3,4],[1]]", "plate must be 4 points")]
    [InlineData("[3,4],[1,4]]", "[3,4],[1,1e999]]", "plate must be 4 points")]
    [InlineData("\"id\":1,\"box\"", "\"id\":8,\"box\"", "shows 8")]
    [InlineData("\"n\":1", "\"n\":0", "frames[1].n")]
    [InlineData("\"id\":2", "\"id\":1", "twice")]
    [InlineData("\"vehicle\":1", "\"vehicle\":5", "violations name 5")]
    [InlineData("\"frames\":[", "\"frames\":[],\"more\":[", "frames: there is none")]
    [InlineData("\"media_us\":40000", "\"media_us\":0", "frames[1].media_us does not follow")]
    [InlineData("\"visible\":0.93", "\"visible\":5", "frames[0]: 1 must be visible by 0 to 1")]
    [InlineData("\"visible\":0.93", "\"visible\":0.93,\"air\":1.5", "frames[0]: the air must let 0 to 1 of the light of 1 through")]
    [InlineData("[1,2,30,40]", "[1,2,1e300,40]", "frames[0]: the box of 1 does not lie in the picture")]
    [InlineData("[1,2,30,40]", "[1,2,-30,40]", "frames[0]: the box of 1 does not lie in the picture")]
    [InlineData("\"objects\":[]", """
        "objects":[{"id":1,"box":[1,2,3,4],"visible":1,"road":[0,0],"speed_mmph":0},{"id":1,"box":[5,6,3,4],"visible":1,"road":[0,0],"speed_mmph":0}]
        """, "frames[1] shows 1 twice")]
    [InlineData("\"qyran_truth\":1,", "\"qyran_truth\":1,\"told\":[1],", "told must be a list of texts")]
    [InlineData("\"frames\":[", "\"frames\":[7,", "frames[0] must be an object")]
    [InlineData("\"counts\"", "counts", "not JSON")]
    [InlineData("\"lanes\":[\"l1\",\"l2\"]", "\"lanes\":[1]", "vehicles[0].lanes must be a list of texts")]
    public void What_is_wrong_is_named_by_its_place(string good, string bad, string said)
    {
        Assert.False(RunTruthText.TryRead(Encoding.UTF8.GetBytes(Sound.Replace(good, bad, StringComparison.Ordinal)), out _, out var failure));
        Assert.Contains(said, failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_or_flipped_bytes_are_refused_or_read_but_never_throw()
    {
        var bytes = Encoding.UTF8.GetBytes(Sound);
        var random = new Random(5);
        for (var i = 0; i < 3000; i++)
        {
            var changed = bytes.AsSpan(0, random.Next(bytes.Length + 1)).ToArray();
            if (i % 2 == 0) changed = [.. bytes];
            for (var k = 0; k < 3 && changed.Length > 0; k++) changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Assert.True(RunTruthText.TryRead(changed, out var truth, out var failure) == truth is not null && (truth is null) != (failure is null));
        }
    }

    [Theory]
    [InlineData("", 900_000)] // from before there was a margin
    [InlineData(""","margin_mmph":1300000""", 1_300_000)]
    public void The_margin_of_a_speed_is_read(string margin, long mmph)
    {
        var line = $$$"""{"id":"p1","track":3,"class":"car","lane":"l1","plate":null,"speed":{"kmh":50.1,"speed_mmph":50100000,"error_mmph":900000{{{margin}}},"calibration":"c"}}""";
        Assert.True(RunResultText.TryPassages(new StringReader(line), out var passages, out _));
        Assert.Equal((900_000, mmph), (passages!.Single().Error!.Value.MmPerHour, passages!.Single().Margin!.Value.MmPerHour));
    }

    [Theory]
    [InlineData("""{"id":"p1","track":3,"class":"car","lane":"l1","plate":null,"speed":{"kmh":50.1,"speed_mmph":50100000,"error_mmph":900000,"calibration":"c"}}""", null)]
    [InlineData("""{"id":"p1","track":3,"class":"car","lane":null,"plate":{"text":"1","confidence":0.9,"reads":4},"speed":null,"speed_refused":"no survey"}""", null)]
    [InlineData("""{"id":"p1","class":"car"}""", "line 1: track must be a whole number")]
    [InlineData("""{"id":"p1","track":3,"class":"car","speed":{"kmh":50.1}}""", "line 1: speed.speed_mmph must be a whole number")]
    [InlineData("""{"id":"p1","track":3,"class":"car","speed":{"speed_mmph":50100000,"error_mmph":-5}}""", "line 1: speed.error_mmph must not be below 0")]
    [InlineData("""{"id":"p1","track":3,"class":"car","speed":{"speed_mmph":50100000,"error_mmph":5,"margin_mmph":-5}}""", "line 1: speed.margin_mmph must not be below 0")]
    [InlineData("""{"id":"p1","track":3,"class":"car","speed":{"speed_mmph":50100000,"error_mmph":5,"from":3,"until":2.9}}""", "line 1: speed.until must not be before speed.from")]
    [InlineData("no json", "line 1: not JSON")]
    [InlineData("[1]", "line 1: ")]
    public void Passages_are_read_line_by_line(string line, string? said)
    {
        var read = RunResultText.TryPassages(new StringReader(line), out var passages, out var failure);
        Assert.Equal(said is null, read);
        if (said is null) Assert.Equal(3, passages!.Single().Track);
        else Assert.StartsWith(said, failure!.Text, StringComparison.Ordinal);
    }
}
