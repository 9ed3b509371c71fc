using System.Numerics;
using Qyran.Domain.Geometry;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>What is drawn lies where truth says.</summary>
public sealed class PictureTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("picture: { shake_px: 2, noise: 0 }", 700_000)]
    public void A_vehicle_is_drawn_inside_its_box_and_fills_it(string more, long us)
    {
        var scenario = Scenarios.Need(Scenarios.Road("light: { clouds: 1 }\nsurroundings: { trees: no, buildings: no, lamps: no }\nweather: { kind: fog, sight_m: 20000 }\n" + (more.Length > 0 ? more : "picture: { noise: 0 }")));
        var plan = scenario.Cameras[0];
        var motion = new MountMotion(scenario, plan);
        var turn = motion.At(us);
        var body = BodyKind.Van;
        var vehicle = new Vehicle(1, body, Driver.Roll(new Dice(1), body), null, 3, null) { Link = new RoadNet(scenario)["up"], S = 90 };
        var (at, hx, hy) = vehicle.Pose(0, 0);
        var actor = new Actor(1, body.Class, Bodies.Of(vehicle), at, 0, hx, hy, 1, 0, 3, vehicle, false);
        var box = new Sights(plan.Width, plan.Height, 1000).Of(new Camera(plan, turn.Pan, turn.Tilt, turn.Roll), [actor]).Single().Box;

        using var picture = new Picture(scenario, plan, MountMotion.MarginPx(scenario, plan, 5));
        picture.Draw([], us, turn);
        var empty = picture.Take().ToArray();
        picture.Draw([actor], us, turn);
        var drawn = picture.Take();
        int x0 = int.MaxValue, y0 = int.MaxValue, x1 = -1, y1 = -1;
        for (var y = 0; y < plan.Height; y++)
        {
            for (var x = 0; x < plan.Width; x++)
            {
                if (Math.Abs(drawn[(y * plan.Width) + x] - empty[(y * plan.Width) + x]) < 26) continue;
                (x0, y0, x1, y1) = (Math.Min(x0, x), Math.Min(y0, y), Math.Max(x1, x), Math.Max(y1, y));
            }
        }
        var seen = new PixelBox(x0, y0, x1 + 1 - x0, y1 + 1 - y0);
        Assert.True(seen.Iou(box) > 0.85, $"drawn at {seen}, truth says {box}");
        Assert.InRange(seen.X - box.X, -1.6, 2.5);
        Assert.InRange(seen.Bottom - box.Bottom, -2.5, 4); // the dark of its contact shadow reaches on
    }

    [Theory]
    [InlineData("KZ", "123ABC02")]
    [InlineData("RU", "A123BC177")]
    [InlineData("UZ", "01A123BC")]
    [InlineData("KG", "01KG123ABC")]
    [InlineData("TJ", "1234AB01")]
    [InlineData("TM", "AB1234AG")]
    [InlineData("EU", "AB123CD")]
    [InlineData("BY", "1234AB7")]
    [InlineData("TR", "34ABC123")]
    [InlineData("UA", "AA1234BB")]
    public void A_plate_bears_all_its_characters_in_order_and_within_its_edges(string country, string text)
    {
        foreach (var rows in (bool[])[false, true])
        {
            var plate = new PlateText(country, text, rows);
            var set = PlateLayouts.Set(plate);
            var (width, height) = PlateLayouts.Size(plate);
            Assert.All(set.Characters, c => Assert.True(c.X >= 8 && c.X + c.Width <= width - 6 && c.Y >= 8 && c.Y + c.Height <= height - 6, $"{c} of {country}"));
            var spelt = string.Concat(set.Characters.Select(c => c.Char));
            // small country letters stand beside the text
            Assert.All(text, c => Assert.Contains(c, spelt + country));
            Assert.True(set.Characters.Count >= text.Length - (country == "KG" && !rows ? 2 : 0));
            var picture = PlatePicture.Draw(plate);
            Assert.InRange(picture.Rgb.Count(b => b < 60) / (double)picture.Rgb.Length, 0.06, 0.45);
        }
    }

    [Fact]
    public void A_Kyrgyz_plate_of_another_text_bears_all_of_it() =>
        Assert.Equal("0123456789", string.Concat(PlateLayouts.Set(new("KG", "0123456789", false)).Characters.Select(c => c.Char)));

    [Fact]
    public void A_plates_picture_has_the_shape_of_its_holder_in_front_and_behind()
    {
        foreach (var body in (BodyKind[])[BodyKind.Sedan, BodyKind.Hatch, BodyKind.Suv, BodyKind.Wagon, BodyKind.Van, BodyKind.Bus, BodyKind.Truck, BodyKind.Motorcycle])
        {
            foreach (var twoRows in (bool[])[false, true])
            {
                foreach (var corners in Bodies.Of(body, twoRows).Plates)
                {
                    var (width, height) = PlateLayouts.Size(new PlateText("KZ", "123ABC02", twoRows).On(corners[0].X > 0 ? 1 : -1));
                    Assert.Equal(width / height, Vector3.Distance(corners[0], corners[1]) / (double)Vector3.Distance(corners[0], corners[3]), 0.01);
                }
            }
        }
    }

    [Fact]
    public void A_plate_of_two_rows_behind_is_one_of_one_row_in_front()
    {
        var scenario = Scenarios.Need(Scenarios.Road("light: { clouds: 1 }\nsurroundings: { trees: no, buildings: no, lamps: no }\npicture: { noise: 0 }"));
        var plan = scenario.Cameras[0] with { PanDeg = -10, Lens = new(2600, 2600, 160, 90, 0, 0, 0, 0, 0) };
        using var picture = new Picture(scenario, plan, 0);
        var (one, two) = (Front(false), Front(true));
        Assert.True(one.Max() - one.Min() > 30, "the plate must be seen");
        Assert.All(one.Zip(two), p => Assert.InRange(p.First - p.Second, -2, 2));

        // Y of the plate of a car that comes from 33 m away
        int[] Front(bool twoRows)
        {
            var body = BodyKind.Sedan;
            var vehicle = new Vehicle(1, body, Driver.Roll(new Dice(1), body), new("KZ", "123ABC02", twoRows), 3, null) { Link = new RoadNet(scenario)["down"], S = 217 };
            var (at, hx, hy) = vehicle.Pose(0, 0);
            var actor = new Actor(1, body.Class, Bodies.Of(vehicle), at, 0, hx, hy, 1, 0, 3, vehicle, false);
            var corners = new Sights(plan.Width, plan.Height, 1000).Of(new Camera(plan), [actor]).Single().Plate!;
            picture.Draw([actor], 0, default);
            var drawn = picture.Take();
            int x0 = (int)corners.Min(c => c.X), x1 = (int)corners.Max(c => c.X), y0 = (int)corners.Min(c => c.Y), y1 = (int)corners.Max(c => c.Y);
            return [.. Enumerable.Range(y0, y1 - y0 + 1).SelectMany(y => Enumerable.Range(x0, x1 - x0 + 1).Select(x => (int)drawn[(y * plan.Width) + x]))];
        }
    }

    [Fact]
    public void Nobody_is_listed_farther_away_than_anybody_is_drawn()
    {
        var scenario = Scenarios.Need(Scenarios.Road());
        var plan = scenario.Cameras[0] with { TiltDeg = 0.5, Lens = new(4000, 4000, 160, 90, 0, 0, 0, 0, 0) };
        var vehicle = new Vehicle(1, BodyKind.Van, Driver.Roll(new Dice(1), BodyKind.Van), null, 3, null) { Link = new RoadNet(scenario)["up"] };
        int Listed(double y) => new Sights(plan.Width, plan.Height, 50_000).Of(new Camera(plan), [new Actor(1, BodyKind.Van.Class, Bodies.Of(vehicle), new(2, y), 0, 0, 1, 1, 0, 3, vehicle, false)]).Count;
        Assert.Equal((1, 0), (Listed(880), Listed(920)));
    }

    [Fact]
    public void Made_up_plates_fit_their_layout_and_differ()
    {
        foreach (var country in PlateLayouts.Countries)
        {
            var made = Enumerable.Range(0, 200).Select(i => PlateLayouts.Random(country, new Dice((ulong)i))).ToList();
            Assert.True(made.Distinct().Count() > 190);
            Assert.All(made, t => Assert.DoesNotContain(PlateLayouts.Set(new(country, t, false)).Characters, c => Glyphs.Of(c.Char).Length == 0));
        }
    }
}
