using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Tests.Line;

/// <summary>An invented junction with one of everything, scaled from 640×360.</summary>
internal static class SampleScene
{
    public static Scene Junction(int width, int height, string name = "junction")
    {
        RawPixel P(double x, double y) => new(x * width / 640, y * height / 360);
        Polygon Area(params (double X, double Y)[] corners) => new([.. corners.Select(c => P(c.X, c.Y))]);
        PixelBox B(double x, double y, double w, double h) => new(x * width / 640, y * height / 360, w * width / 640, h * height / 360);
        return new(name, new string('a', 64), new SceneCamera("cam-1", width, height, "Abay Ave / Furmanov St", 9), null, null,
            [
                new("east-1", Area((262, 195), (322, 195), (368, 75), (352, 75)), P(344, 100), P(305, 180), []),
                new("east-2", Area((322, 195), (386, 195), (384, 75), (368, 75)), P(374, 100), P(358, 180), []),
            ],
            [
                new("stop", LineKind.Stop, [P(200, 199), P(450, 199)], [], "head-1"),
                new("divider", LineKind.Solid, [P(386, 195), P(384, 90)], [], null),
                new("count", LineKind.Count, [P(70, 316), P(540, 312)], [], null),
            ],
            [
                new("box", ZoneKind.Measure, Area((190, 205), (450, 205), (520, 280), (90, 285))),
                new("kerb", ZoneKind.NoStopping, Area((90, 215), (180, 205), (60, 280), (30, 270))),
                new("trees", ZoneKind.Ignore, Area((500, 0), (640, 0), (640, 200), (520, 190))),
            ],
            [new("head-1", B(470, 60, 10, 10), B(470, 71, 10, 10), B(470, 82, 10, 10))],
            [new(Speed.FromKmh(60), [], [], "general limit in built-up areas", "city", null, null)],
            ImmutableArray<RuleSetting>.Empty);
    }
}
