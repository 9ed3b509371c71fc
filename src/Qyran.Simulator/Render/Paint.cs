using System.Numerics;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>Lays a scenario's markings and painted lines on the road.</summary>
internal static class Paint
{
    public static Shapes Of(Scenario scenario)
    {
        var to = new Shapes();
        foreach (var line in scenario.Lines.Where(l => l.Painted))
            if (line.Kind is LineKind.Stop or LineKind.Solid) Along(to, line.Points, line.Kind is LineKind.Stop ? 0.4f : 0.15f, 0);
        foreach (var m in scenario.Markings) Mark(to, m);
        return to;
    }

    private static void Mark(Shapes to, MarkingPlan m)
    {
        switch (m.Kind)
        {
            case MarkingKind.Solid: Along(to, m.Points, (float)m.WidthM, 0); break;
            case MarkingKind.Double:
                Along(to, m.Points, 0.12f, 0.14f);
                Along(to, m.Points, 0.12f, -0.14f);
                break;
            case MarkingKind.Dashed: Dashes(to, m); break;
            case MarkingKind.Zebra: Zebra(to, m); break;
            default: Arrow(to, m); break;
        }
    }

    private static void Along(Shapes to, System.Collections.Immutable.ImmutableArray<RoadPoint> points, float width, float aside)
    {
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var (a, b) = (V(points[i]), V(points[i + 1]));
            var d = Vector2.Normalize(b - a);
            var n = new Vector2(d.Y, -d.X) * aside;
            // in pieces, so that few cells hold a long one
            var pieces = Math.Max(1, (int)((b - a).Length() / 12));
            for (var k = 0; k < pieces; k++) to.Strip(1, Vector2.Lerp(a, b, k / (float)pieces) + n, Vector2.Lerp(a, b, (k + 1) / (float)pieces) + n, width);
        }
    }

    private static void Dashes(Shapes to, MarkingPlan m)
    {
        var path = new Path(m.Points);
        for (var s = 0.0; s < path.Length; s += m.DashM + m.GapM)
            to.Strip(1, V(path.At(s).At), V(path.At(Math.Min(path.Length, s + m.DashM)).At), (float)m.WidthM);
    }

    private static void Zebra(Shapes to, MarkingPlan m)
    {
        var path = new Path(m.Points);
        for (var s = 0.3; s < path.Length - 0.2; s += 1)
        {
            var (at, dx, dy) = path.At(s + 0.25);
            var along = new Vector2((float)-dy, (float)dx) * (float)(m.WidthM / 2);
            to.Strip(1, V(at) - along, V(at) + along, 0.5f);
        }
    }

    private static void Arrow(Shapes to, MarkingPlan m)
    {
        var (tail, head) = (V(m.Points[0]), V(m.Points[^1]));
        var d = Vector2.Normalize(head - tail);
        var right = new Vector2(d.Y, -d.X);
        var length = (head - tail).Length();
        Vector2 P(float along, float aside) => tail + (d * along) + (right * aside);
        void Head(Vector2 at, Vector2 way)
        {
            var side = new Vector2(way.Y, -way.X);
            to.Add(1, at + (way * 1.6f), at + (side * 0.45f), at - (side * 0.45f));
        }
        if (m.Kind is MarkingKind.Straight or MarkingKind.StraightRight)
        {
            to.Strip(1, P(0, 0), P(length - 1.6f, 0), 0.18f);
            Head(P(length - 1.6f, 0), d);
        }
        if (m.Kind is MarkingKind.Right or MarkingKind.StraightRight or MarkingKind.Left)
        {
            var side = m.Kind is MarkingKind.Left ? -1 : 1;
            if (m.Kind is not MarkingKind.StraightRight) to.Strip(1, P(0, 0), P(length * 0.55f, 0), 0.18f);
            to.Strip(1, P(length * 0.45f, 0), P(length * 0.62f, side * 0.55f), 0.18f);
            Head(P(length * 0.60f, side * 0.5f), Vector2.Normalize((d * 0.5f) + (right * side)));
        }
        if (m.Kind is not MarkingKind.BusLetter) return;
        // the letter A, as bus lanes bear it
        to.Strip(1, P(0, -0.7f), P(length, 0), 0.22f);
        to.Strip(1, P(0, 0.7f), P(length, 0), 0.22f);
        to.Strip(1, P(length * 0.35f, -0.45f), P(length * 0.35f, 0.45f), 0.3f);
    }

    private static Vector2 V(RoadPoint p) => new((float)p.X, (float)p.Y);
}
