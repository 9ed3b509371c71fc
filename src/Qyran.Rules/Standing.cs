using Qyran.Domain.Geometry;

namespace Qyran.Rules;

/// <summary>Stretches in which a vehicle stood still: its contact stayed within a fifth of its box (at least 5 px) of one place.</summary>
internal static class Standing
{
    private const long LeastUs = 1_000_000;
    private const long LongestBlindUs = 2_000_000;

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
            while (j < s.Count && Near(s[j].At, s[i].At, reach) && (j == i || s[j].TimeUs - s[j - 1].TimeUs <= LongestBlindUs))
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

    private static double Reach(in ContactSample sample) => Math.Max(5, 0.2 * Math.Min(sample.Width, sample.Height));

    private static bool Near(RawPixel a, RawPixel b, double reach) => double.Hypot(a.X - b.X, a.Y - b.Y) <= reach;
}
