using System.Collections.Immutable;
using System.Numerics;
using System.Text.RegularExpressions;
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
        var (at, hx, hy) = vehicle.Pose(0);
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
    [InlineData("KZ", "A123BCD")]
    [InlineData("AM", "34AB567")]
    [InlineData("AZ", "10AB123")]
    [InlineData("BR", "ABC1234")]
    [InlineData("BR", "ABC1D23")]
    [InlineData("GE", "AB123CD")]
    [InlineData("MN", "1234YHA")]
    [InlineData("US", "ABC1234")]
    [InlineData("US", "1ABC234")]
    [InlineData("US", "ABCD12")]
    [InlineData("US", "MYOWNTEXT")]
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
                foreach (var country in (string[])["KZ", "US", "BR"])
                {
                    var plate = new PlateText(country, "123ABC02", twoRows);
                    foreach (var corners in Bodies.Of(body, plate).Plates)
                    {
                        var (width, height) = PlateLayouts.Size(plate.On(corners[0].X > 0 ? 1 : -1));
                        Assert.Equal(width / 1000, Vector3.Distance(corners[0], corners[1]), 1e-4);
                        Assert.Equal(height / 1000, Vector3.Distance(corners[0], corners[3]), 1e-4);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_plate_of_two_rows_behind_is_one_of_one_row_in_front()
    {
        var scenario = Scenarios.Need(Scenarios.Road("light: { clouds: 1 }\nsurroundings: { trees: no, buildings: no, lamps: no }\npicture: { noise: 0 }"));
        var plan = scenario.Cameras[0] with { PanDeg = -10, Lens = new(2600, 2600, 160, 90, 0, 0, 0, 0, 0) };
        using var picture = new Picture(scenario, plan, default);
        var (one, two) = (Front(false), Front(true));
        Assert.True(one.Max() - one.Min() > 30, "the plate must be seen");
        Assert.All(one.Zip(two), p => Assert.InRange(p.First - p.Second, -2, 2));

        // Y of the plate of a car that comes from 33 m away
        int[] Front(bool twoRows)
        {
            var body = BodyKind.Sedan;
            var vehicle = new Vehicle(1, body, Driver.Roll(new Dice(1), body), new("KZ", "123ABC02", twoRows), 3, null) { Link = new RoadNet(scenario)["down"], S = 217 };
            var (at, hx, hy) = vehicle.Pose(0);
            var actor = new Actor(1, body.Class, Bodies.Of(vehicle), at, 0, hx, hy, 1, 0, 3, vehicle, false);
            var corners = new Sights(plan.Width, plan.Height, 1000).Of(new Camera(plan), [actor]).Single().Plate!;
            picture.Draw([actor], 0, default);
            var drawn = picture.Take();
            int x0 = (int)corners.Min(c => c.X), x1 = (int)corners.Max(c => c.X), y0 = (int)corners.Min(c => c.Y), y1 = (int)corners.Max(c => c.Y);
            return [.. Enumerable.Range(y0, y1 - y0 + 1).SelectMany(y => Enumerable.Range(x0, x1 - x0 + 1).Select(x => (int)drawn[(y * plan.Width) + x]))];
        }
    }

    [Fact]
    public void In_fog_no_plate_or_shadow_is_left_of_who_has_dissolved()
    {
        var scenario = Scenarios.Need(Scenarios.Road("surroundings: { trees: no, buildings: no, lamps: no }\nweather: { kind: fog, sight_m: 60 }\npicture: { noise: 0 }"));
        var plan = scenario.Cameras[0] with { PanDeg = -3.4, TiltDeg = 3.7, Lens = new(3000, 3000, 160, 90, 0, 0, 0, 0, 0) };
        var body = BodyKind.Sedan;
        var vehicle = new Vehicle(1, body, Driver.Roll(new Dice(1), body), new("KZ", "123ABC02", false), 3, null) { Link = new RoadNet(scenario)["down"], S = 150 };
        var (at, hx, hy) = vehicle.Pose(0);
        var actor = new Actor(1, body.Class, Bodies.Of(vehicle), at, 0, hx, hy, 1, 0, 3, vehicle, false);
        Assert.NotNull(new Sights(plan.Width, plan.Height, 1000).Of(new Camera(plan), [actor]).Single().Plate);

        using var picture = new Picture(scenario, plan, default);
        picture.Draw([], 0, default);
        var empty = picture.Take().ToArray();
        picture.Draw([actor], 0, default);
        var drawn = picture.Take();
        var worst = Enumerable.Range(0, plan.Width * plan.Height).MinBy(i => drawn[i] / (double)empty[i]);
        Assert.True(drawn[worst] > empty[worst] * 0.95, $"{drawn[worst]} in a fog of {empty[worst]} at {worst % plan.Width}, {worst / plan.Width}");
    }

    [Theory]
    [InlineData("up", 90)]
    [InlineData("down", 210)] // its beams end behind the camera
    public void A_beam_fades_away_on_the_road_and_is_not_cut_off(string lane, double s)
    {
        const int cell = 4;
        var scenario = Scenarios.Need(Scenarios.Road("light: { time: night }\nsurroundings: { trees: no, buildings: no, lamps: no }"));
        var plan = scenario.Cameras[0];
        var (sun, camera) = (new Sun(scenario), new Camera(plan));
        var back = new Backdrop(scenario, sun, camera, default);
        var beams = new Beams(back, sun, camera, default);
        var vehicle = new Vehicle(1, BodyKind.Sedan, Driver.Roll(new Dice(1), BodyKind.Sedan), null, 3, null) { Link = new RoadNet(scenario)[lane], S = s };
        var (at, hx, hy) = vehicle.Pose(0);
        beams.Begin();
        beams.Add(new Actor(1, BodyKind.Sedan.Class, Bodies.Of(vehicle), at, 0, hx, hy, 1, 0, 3, vehicle, false));

        // light on each cell of the grid, whatever the ground's colour; NaN where there is no road
        int columns = plan.Width / cell, rows = plan.Height / cell;
        var light = new float[rows, columns];
        for (var j = 0; j < rows; j++)
        {
            float[] r = new float[plan.Width], g = new float[plan.Width], b = new float[plan.Width];
            beams.Row(j * cell, r, g, b);
            for (var i = 0; i < columns; i++)
            {
                var albedo = back.Albedo[(j * cell * plan.Width) + (i * cell)];
                light[j, i] = albedo > 0 ? b[i * cell] / albedo : float.NaN;
            }
        }
        var most = light.Cast<float>().Where(l => !float.IsNaN(l)).Max();
        Assert.True(most > 0.1, "the beam must be seen");
        for (var j = 0; j < rows - 1; j++)
        {
            for (var i = 1; i < columns - 1; i++)
            {
                // before the bumper, where it begins
                if ((back.GroundY[(j * cell * plan.Width) + (i * cell)] - at.Y) * hy < 4 || !(light[j, i] > 0.03f * most)) continue;
                Assert.False(light[j, i - 1] == 0 || light[j, i + 1] == 0, $"cut off beside {i * cell}, {j * cell}");
                if (lane == "down") Assert.True(light[j + 1, i] != 0, $"cut off below {i * cell}, {j * cell}");
            }
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

    [Fact]
    public void Nothing_on_a_plate_lies_upon_another_thing_or_leaves_the_plate()
    {
        var dice = new Dice(7);
        foreach (var country in PlateLayouts.Countries)
        {
            for (var i = 0; i < 40; i++)
            {
                var ridden = i % 4 == 1 && PlateLayouts.HasMotorcycleForm(country);
                var plate = new PlateText(country, ridden ? PlateLayouts.OfMotorcycle(country, dice) : PlateLayouts.Random(country, dice, before2012: i % 3 == 0), TwoRows: i % 2 == 1);
                var (width, height) = PlateLayouts.Size(plate);
                var set = PlateLayouts.Set(plate);
                List<(double X, double Y, double Width, double Height)> boxes =
                    [.. set.Characters.Select(c => (c.X, c.Y, c.Width, c.Height)), .. set.Words.Select(w => (w.X, w.Y, w.Width, w.Height)), .. set.Flags.Select(f => (f.X, f.Y, f.Width, f.Height))];
                Assert.All(boxes, b => Assert.True(b.X >= 8 && b.Y >= 8 && b.X + b.Width <= width - 6 && b.Y + b.Height <= height - 6, $"{b} leaves {plate}"));
                Assert.All(set.Characters, c => Assert.True(c.X >= set.BandMm && c.Y >= set.TopBandMm, $"{c} lies on the band of {plate}"));
                foreach (var (at, box) in boxes.Index())
                {
                    Assert.DoesNotContain(set.Lines, l => l + 2 > box.X && l - 2 < box.X + box.Width);
                    Assert.DoesNotContain(boxes.Skip(at + 1), b => b.X < box.X + box.Width && box.X < b.X + b.Width && b.Y < box.Y + box.Height && box.Y < b.Y + b.Height);
                }
            }
        }
    }

    [Theory]
    [InlineData("AM", "^[0-9]{2}[A-Z]{2}[0-9]{3}$")]
    [InlineData("AZ", "^[0-9]{2}[A-Z]{2}[0-9]{3}$")]
    [InlineData("BR", "^[A-Z]{3}[0-9]([0-9]|[A-Z])[0-9]{2}$")]
    [InlineData("BY", "^[0-9]{4}[A-Z]{2}[1-7]$")]
    [InlineData("EU", "^[A-Z]{2}[0-9]{3}[A-Z]{2}$")]
    [InlineData("GE", "^[A-Z]{2}[0-9]{3}[A-Z]{2}$")]
    [InlineData("KG", "^[0-9]{2}KG[0-9]{3}[A-Z]{3}$")]
    [InlineData("KZ", "^[0-9]{3}[A-Z]{3}[0-9]{2}$")]
    [InlineData("MN", "^[0-9]{4}[AHOXY][AEHKOP][ABCEHKMOPTXY]$")]
    [InlineData("RU", "^[ABCEHKMOPTXY][0-9]{3}[ABCEHKMOPTXY]{2}[0-9]{2,3}$")]
    [InlineData("TJ", "^[0-9]{4}[A-Z]{2}0[1-8]$")]
    [InlineData("TM", "^[A-Z]{2}[0-9]{4}(AG|AH|BN|DZ|LB|MR)$")]
    [InlineData("TR", "^[0-9]{2}[A-Z]{3}[0-9]{3}$")]
    [InlineData("UA", "^[A-Z]{2}[0-9]{4}[A-Z]{2}$")]
    [InlineData("US", "^([A-Z]{3}[0-9]{4}|[1-9][0-9]{2}[A-Z]{3}|[1-9][A-Z]{3}[0-9]{3}|[A-Z]{4}[0-9]{2})$")]
    [InlineData("UZ", "^[0-9]{2}[A-Z][0-9]{3}[A-Z]{2}$")]
    public void Made_up_plates_have_their_countrys_form_in_Latin_letters(string country, string form)
    {
        var dice = new Dice(11);
        for (var i = 0; i < 300; i++) Assert.Matches(form, PlateLayouts.Random(country, dice));
    }

    [Theory]
    [InlineData("RU", "^[0-9]{4}[ABCEHKMOPTXY]{2}[0-9]{2}$")]
    [InlineData("UZ", "^[0-9]{5}[A-Z]{2}$")]
    [InlineData("KZ", "^[0-9]{3}[A-Z]{3}[0-9]{2}$")]
    public void A_motorcycles_plate_has_its_own_form_where_there_is_one(string country, string form)
    {
        var maker = new PlateMaker(ImmutableSortedDictionary<string, double>.Empty.Add(country, 1), new Dice(3), new Dice(4), new Dice(5));
        var made = Enumerable.Range(0, 100).Select(_ => maker.Make(null, null, small: true)).Where(p => !Regex.IsMatch(p.Text, "^[A-Z][0-9]{3}[A-Z]{3}$")).ToList();
        Assert.InRange(made.Count, 80, 100);
        Assert.All(made, p => Assert.True(p.TwoRows && Regex.IsMatch(p.Text, form), p.Text));
    }

    [Theory]
    [InlineData("RU", "1234AB77", 4)]
    [InlineData("UZ", "01234BC", 5)]
    [InlineData("KG", "01KG681ZZV", 4)]
    [InlineData("GE", "AB123CD", 2)]
    [InlineData("TJ", "1234AB01", 4)]
    public void Two_rows_part_where_the_countrys_do(string country, string text, int first)
    {
        var set = PlateLayouts.Set(new(country, text, TwoRows: true)).Characters;
        Assert.Equal(text[..first], string.Concat(set.Where(c => c.Y < 90).Select(c => c.Char)));
        Assert.Equal(text[first..], string.Concat(set.Where(c => c.Y >= 90).Select(c => c.Char)));
    }

    [Fact]
    public void Some_Kazakh_plates_are_of_1993_and_the_others_are_what_they_were_without_them()
    {
        var shares = ImmutableSortedDictionary<string, double>.Empty.Add("KZ", 0.8).Add("RU", 0.2);
        var maker = new PlateMaker(shares, Dice.For(5, "plates"), Dice.For(5, "old plates"), Dice.For(5, "motorcycle plates"));
        var made = Enumerable.Range(0, 2000).Select(_ => maker.Make(null, null, small: false)).ToList();
        var old = made.Where(p => p.Country == "KZ" && Regex.IsMatch(p.Text, "^[A-Z][0-9]{3}[A-Z]{3}$")).ToHashSet();
        Assert.InRange(old.Count / (double)made.Count(p => p.Country == "KZ"), 0.04, 0.08);

        var dice = Dice.For(5, "plates");
        List<(string, double)> countries = [("KZ", 0.8), ("RU", 0.2)];
        foreach (var plate in made)
        {
            Assert.Equal(dice.Pick(countries), plate.Country);
            if (plate.Country == "KZ") Assert.Equal(dice.Unit() < 0.07, plate.TwoRows);
            var text = PlateLayouts.Random(plate.Country, dice);
            if (!old.Contains(plate)) Assert.Equal(text, plate.Text);
        }
    }
}
