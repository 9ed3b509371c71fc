using Qyran.Domain.Geometry;

namespace Qyran.Rules;

/// <summary>Stretches in which a vehicle stood still: its contact stayed within a fifth of its box (at least 5 px) of one place.</summary>
internal static class Standing
{
    private const long LeastUs = 1_000_000;
    private const long LongestBlindUs = 2_000_000;

    /// <summary>Whose track stayed at the place may be out of sight for as long as it had stood, and this at most. Of who stands for long only every tenth second is kept.</summary>
    private const long LongestHeldUs = 30_000_000;

    /// <param name="Place">Middle of the contacts, raw pixels.</param>
    public sealed record Span(int First, int Last, long FromUs, long UntilUs, RawPixel Place);

    /// <summary>Spans of at least one second, in time order, not touching; short losses of sight do not part them.</summary>
    public static IReadOnlyList<Span> Find(ContactPath path)
    {
        var s = path.Samples;
        var spans = new List<Span>();
        for (var i = 0; i < s.Count;)
        {
            var reach = Reach(s[i]);
            var (j, x, y) = (i, 0.0, 0.0);
            while (j < s.Count && Near(s[j].At, s[i].At, reach) && (j == i || Stays(path, s[i], s[j - 1].TimeUs, s[j].TimeUs, reach)))
            {
                (x, y) = (x + s[j].At.X, y + s[j].At.Y);
                j++;
            }
            if (s[j - 1].TimeUs - s[i].TimeUs < LeastUs)
            {
                i++;
                continue;
            }
            var span = new Span(i, j - 1, s[i].TimeUs, s[j - 1].TimeUs, new(x / (j - i), y / (j - i)));
            if (spans.Count > 0 && span.FromUs - spans[^1].UntilUs <= LongestBlindUs && Near(span.Place, spans[^1].Place, reach))
                spans[^1] = spans[^1] with { Last = span.Last, UntilUs = span.UntilUs };
            else
                spans.Add(span);
            i = j;
        }
        return spans;
    }

    private static bool Stays(ContactPath path, in ContactSample first, long goneUs, long backUs, double reach)
    {
        if (backUs - goneUs <= LongestBlindUs) return true;
        if (backUs - goneUs > LongestHeldUs) return false;
        var place = first.At;
        var between = path.Between(goneUs, backUs).ToList();
        return between.TrueForAll(p => Near(p.Box.Contact, place, reach)) && (between.Count == 0 || goneUs - first.TimeUs >= backUs - goneUs);
    }

    private static double Reach(in ContactSample sample) => Math.Max(5, 0.2 * Math.Min(sample.Width, sample.Height));

    private static bool Near(RawPixel a, RawPixel b, double reach) => double.Hypot(a.X - b.X, a.Y - b.Y) <= reach;
}
