using Qyran.Domain.Cases;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>
/// Crossing a marking that may not be crossed (road markings; in Kazakhstan KoAP art. 601):
/// the contact point was clearly on one side and then clearly on the other. Driving on the line is not judged, nor crossings near
/// its ends (the drawn end is not exact), nor why it was crossed: an obstacle is for the person who decides. A line that names lanes (a broken one lies beside it)
/// binds who comes from one of them; from which lane one came must be clear.
/// </summary>
public static class SolidLine
{
    public static Verdict Judge(PassageFacts facts, SolidLineSettings settings)
    {
        var path = ContactPath.Of(facts.Track, facts.Scene.Camera);
        Verdict? doubt = null;
        foreach (var line in facts.Scene.Lines.Where(l => l.Kind == LineKind.Solid))
        {
            foreach (var crossing in LineCrossing.Find(facts, path, line.Points, null, settings.MarginShare, onRoad: true))
            {
                if (Ends(line, facts.Scene.Camera).Any(end => IsNear(facts, path.Samples[crossing.After], crossing.Point, end, settings.EndShare))) continue;
                var binds = Binds(line, facts, path, crossing.Before);
                if (binds is false) continue;
                if ((binds is null ? $"from which lane it came over the line {line.Id} is not clear" : crossing.Doubt) is { } why)
                {
                    doubt = new Verdict.Undecided(why);
                    continue;
                }
                return new Verdict.Broken($"it crossed the solid line {line.Id}", crossing.AtUs,
                    VerdictFacts.Of(("line", line.Id), ("crossed_at_us", crossing.AtUs), ("crossing_error_us", crossing.ErrorUs),
                        ("x_px", Math.Round(crossing.Point.X, 1)), ("y_px", Math.Round(crossing.Point.Y, 1))),
                    VerdictFacts.Key(crossing.EarliestUs, Nearest(path, crossing), crossing.LatestUs));
            }
        }
        return doubt ?? new Verdict.Kept("it crossed no solid line");
    }

    /// <summary>Whether the line may not be crossed from where it came, by the lanes of its last sure places before; null where those are of both sorts, or none.</summary>
    private static bool? Binds(SceneLine line, PassageFacts facts, ContactPath path, int before)
    {
        if (line.Lanes.IsEmpty) return true;
        var first = Math.Max(0, before - 5);
        var came = facts.Scene.Lanes.Where(l => Enumerable.Range(first, before - first + 1).Any(i => l.Area.Contains(path.Samples[i].At))).Select(l => line.Lanes.Contains(l.Id)).Distinct().ToList();
        return came is [var binds] ? binds : null;
    }

    /// <summary>The ends that lie in the picture: at its border the picture ends, not the line.</summary>
    private static IEnumerable<RawPixel> Ends(SceneLine line, SceneCamera camera)
    {
        const double border = 2;
        foreach (var end in (RawPixel[])[line.Points[0], line.Points[^1]])
            if (end.X > border && end.X < camera.Width - border && end.Y > border && end.Y < camera.Height - border) yield return end;
    }

    /// <summary>
    /// Within a share of the vehicle's length, a car's or what is seen of a longer one: on the road where there is a survey, for the picture squeezes what
    /// lies far away.
    /// </summary>
    private static bool IsNear(PassageFacts facts, in ContactSample sample, RawPixel crossing, RawPixel end, double share)
    {
        const double carLength = 5.3;
        return facts.Plane is { } plane && plane.TryRoad(crossing, out var at) && plane.TryRoad(end, out var last) && plane.PixelsPerMetre(crossing) is > 0 and var scale
            ? at.DistanceTo(last) < share * Math.Max(carLength, sample.Size / scale)
            : Distance(crossing, end) < share * sample.Size;
    }

    private static long Nearest(ContactPath path, Crossing c) =>
        Enumerable.Range(c.Before, c.After - c.Before + 1).Select(i => path.Samples[i].TimeUs).MinBy(t => Math.Abs(t - c.AtUs));

    private static double Distance(RawPixel a, RawPixel b) => double.Hypot(a.X - b.X, a.Y - b.Y);
}
