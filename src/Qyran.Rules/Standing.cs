using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>
/// Stretches in which a vehicle stood still: its contact stayed within a fifth of its box (at least 5 px) of one place, and all the time it was seen, or the picture vouched for it. Of that, braking and
/// driving off are no standing: it stood from the first contact that lies as near to the middle of the first ten seconds' contacts as half of those do, to the last that lies so near to the last ten seconds'.
/// After time out of sight a track may have been taken up by another vehicle that stopped at the same place.
/// </summary>
internal static class Standing
{
    private const long LeastUs = 1_000_000;
    private const long LongestBlindUs = 2_000_000;

    /// <summary>Out of sight for as long as it had stood, and this at most, it may be the same vehicle that stands there again.</summary>
    private const long LongestUnseenUs = 30_000_000;

    /// <summary>Of who stands for long one point in ten seconds is kept, and a sighting waited for as long again. A finished track has no points either over a gap behind which its box lies otherwise.</summary>
    private const long LongestThinnedUs = 20_000_000;
    private const double SamePlace = 0.7;

    /// <summary>The contacts of so long tell where it came to rest, and whence it drove off. More is never cut off: over minutes the contact's place shifts with the light, and it stands all the same.</summary>
    private const long EndUs = 10_000_000;

    /// <summary>So far, px, the contact of one that stands may always be from its place.</summary>
    private const double LeastTremblePx = 2;

    /// <summary>What became of it between two sightings at one place.</summary>
    private enum Meanwhile
    {
        Stood,
        NobodyKnows,
        Left,
    }

    /// <param name="Place">Middle of the contacts, raw pixels.</param>
    public sealed record Span(int First, int Last, long FromUs, long UntilUs, RawPixel Place)
    {
        /// <summary>After time that nobody vouches for the track stands at the same place again.</summary>
        public bool PerhapsLonger { get; init; }
    }

    /// <summary>Spans of at least one second, in time order, not touching; short losses of sight do not part them.</summary>
    public static IReadOnlyList<Span> Find(ContactPath path) => [.. Still(path, Stays(path))];

    /// <summary>What spans would be one, if it was the same vehicle before and after the time that nobody vouches for. Those that stay as they are are left out.</summary>
    public static IEnumerable<Span> Perhaps(ContactPath path) => Still(path, Joined(Stays(path)));

    /// <summary>Spans in which it hardly moved, not yet parted from its braking and driving off.</summary>
    private static List<Span> Stays(ContactPath path)
    {
        var s = path.Samples;
        var spans = new List<Span>();
        for (var i = 0; i < s.Count;)
        {
            var reach = Reach(s[i]);
            var (j, x, y) = (i, 0.0, 0.0);
            var before = Meanwhile.Stood;
            for (; j < s.Count && Near(s[j].At, s[i].At, reach); j++)
            {
                if (j > i) before = Between(path, s[i], s[j - 1].TimeUs, s[j].TimeUs, reach);
                if (before != Meanwhile.Stood) break;
                (x, y) = (x + s[j].At.X, y + s[j].At.Y);
            }
            if (s[j - 1].TimeUs - s[i].TimeUs < LeastUs)
            {
                i++;
                continue;
            }
            var span = new Span(i, j - 1, s[i].TimeUs, s[j - 1].TimeUs, new(x / (j - i), y / (j - i))) { PerhapsLonger = before == Meanwhile.NobodyKnows };
            if (spans.Count > 0 && span.FromUs - spans[^1].UntilUs <= LongestBlindUs && Near(span.Place, spans[^1].Place, reach))
                spans[^1] = spans[^1] with { Last = span.Last, UntilUs = span.UntilUs, PerhapsLonger = span.PerhapsLonger };
            else
                spans.Add(span);
            i = j;
        }
        return spans;
    }

    private static IEnumerable<Span> Joined(List<Span> spans)
    {
        for (var i = 0; i < spans.Count; i++)
        {
            var first = spans[i];
            while (i + 1 < spans.Count && spans[i].PerhapsLonger && spans[i + 1].First == spans[i].Last + 1) i++;
            if (spans[i] != first) yield return first with { Last = spans[i].Last, UntilUs = spans[i].UntilUs };
        }
    }

    private static IEnumerable<Span> Still(ContactPath path, IEnumerable<Span> stays)
    {
        var s = path.Samples;
        foreach (var stay in stays)
        {
            var contacts = s.Skip(stay.First).Take(stay.Last - stay.First + 1).ToList();
            var first = stay.First + Rolling([.. contacts.TakeWhile(c => c.TimeUs - stay.FromUs <= EndUs)]);
            var last = stay.Last - Rolling([.. contacts.AsEnumerable().Reverse().TakeWhile(c => stay.UntilUs - c.TimeUs <= EndUs)]);
            if (s[last].TimeUs - s[first].TimeUs >= LeastUs)
                yield return stay with { First = first, Last = last, FromUs = s[first].TimeUs, UntilUs = s[last].TimeUs, Place = Middle(contacts) };
        }
    }

    /// <summary>How many contacts at one end are of its braking or its driving off.</summary>
    /// <param name="end">Contacts of that end, the outermost first.</param>
    private static int Rolling(List<ContactSample> end)
    {
        var place = Middle(end);
        var tremble = Math.Max(LeastTremblePx, Median(end, c => Distance(c.At, place)));
        return end.FindIndex(c => Near(c.At, place, tremble));
    }

    private static RawPixel Middle(List<ContactSample> contacts) => new(Median(contacts, c => c.At.X), Median(contacts, c => c.At.Y));

    // one of the values, so that some contact always lies as near as half of them
    private static double Median(List<ContactSample> contacts, Func<ContactSample, double> value)
    {
        double[] values = [.. contacts.Select(value).Order()];
        return values[values.Length / 2];
    }

    private static Meanwhile Between(ContactPath path, in ContactSample first, long goneUs, long backUs, double reach)
    {
        if (backUs - goneUs <= LongestBlindUs) return Meanwhile.Stood;
        var (unseen, led) = (false, false);
        TrackPoint? last = null;
        foreach (var point in path.Within(goneUs, backUs))
        {
            var at = point.Time.MediaUs;
            if (at > goneUs && at < backUs && !Near(point.Box.Contact, first.At, reach)) return Meanwhile.Left;
            if (point is { Seen: null, Covered: false, Held: false })
            {
                led = true; // straight from one sighting to the next, wherever it was
                continue;
            }
            if (last is { } before && at - before.Time.MediaUs is > LongestBlindUs and var gap)
            {
                if (gap > (led ? LongestUnseenUs : LongestThinnedUs) || (!led && Box(before).Iou(Box(point)) < SamePlace)) return Meanwhile.Left;
                unseen |= led;
            }
            (last, led) = (point, false);
        }
        return !unseen ? Meanwhile.Stood : goneUs - first.TimeUs >= backUs - goneUs ? Meanwhile.NobodyKnows : Meanwhile.Left;
    }

    private static PixelBox Box(in TrackPoint point) => point.Seen ?? point.Box;

    private static double Reach(in ContactSample sample) => Math.Max(5, 0.2 * Math.Min(sample.Width, sample.Height));

    private static bool Near(RawPixel a, RawPixel b, double reach) => Distance(a, b) <= reach;

    private static double Distance(RawPixel a, RawPixel b) => double.Hypot(a.X - b.X, a.Y - b.Y);
}
