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
