using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Domain.Units;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;
using Qyran.Line.Report;
using Qyran.Media;
using Qyran.Rules;

namespace Qyran.Tests.Line.Report;

public sealed partial class ReportPageTests
{
    private static readonly CaptureTime Start = new(1_000_000, null, 1_700_000_000_000_000, TimeQuality.Exact);

    [Fact]
    public void The_page_asks_the_browser_for_nothing()
    {
        var page = Page(Busy());
        // attributes that load or run something; links to the files beside the page are only followed by a click
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(Loads().Matches(page), m => Assert.StartsWith("data:image/jpeg", m.Groups[2].Value, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tag_is_closed_and_every_link_into_the_page_has_its_goal()
    {
        var page = Page(Busy());
        foreach (var tag in (string[])["section", "div", "table", "tr", "td", "svg", "g", "figure", "article", "dl", "ul", "p", "a", "details", "main"])
            Assert.Equal(Regex.Count(page, $"<{tag}[ >]"), Regex.Count(page, $"</{tag}>"));
        var ids = Regex.Matches(page, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (Match link in Regex.Matches(page, "href=\"#([^\"]+)\"")) Assert.Contains(link.Groups[1].Value, ids);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x>")]
    [InlineData("'&amp;")]
    public void A_hostile_name_stays_text(string name)
    {
        var page = Page(Busy() with { Summary = Busy().Summary with { Video = name, TimeWhy = name }, Problem = name });
        Assert.DoesNotContain(name, page, StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(name), page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_shows_its_verdict_photos_pack_and_how_to_check_it()
    {
        var page = Page(Busy());
        Assert.Contains("It drove at least 71 km/h where 60 km/h are allowed.", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "<img alt=\"(before|at), "));
        Assert.Contains("href=\"evidence/p000001-speeding.zip\"", page, StringComparison.Ordinal);
        Assert.Contains("qyran verify evidence/p000001-speeding.zip", page, StringComparison.Ordinal);
        Assert.Contains("qyran verify PACK.zip --key device.pub.pem ", page, StringComparison.Ordinal); // device.pem is the private one
        Assert.Contains("72±2 km/h", page, StringComparison.Ordinal); // down in value, up in error
        Assert.Contains("limit 60", page, StringComparison.Ordinal);
        Assert.Contains("too few frames", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_tells_the_devices_verification_or_that_none_is_stated_and_what_settings_rest_on()
    {
        var busy = Busy();
        Assert.Contains("no device verification is stated", Page(busy), StringComparison.Ordinal);
        var scene = busy.Scene! with { Camera = busy.Scene!.Camera with { Verification = new("12", "<example>", null, new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)) } };
        var verdict = busy.Cases[0].Verdict with { Facts = busy.Cases[0].Verdict.Facts.Add("settings_basis", "order 15, item 3") };
        var page = Page(busy with { Scene = scene, Cases = [busy.Cases[0] with { Verdict = verdict }] });
        Assert.Contains("verified by &lt;example&gt;, certificate 12, valid until 2027-01-01 00:00:00 UTC", page, StringComparison.Ordinal);
        Assert.Contains("<dt>settings basis</dt><dd>order 15, item 3</dd>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_without_a_pack_says_so()
    {
        var busy = Busy();
        var page = Page(busy with { Cases = [busy.Cases[0] with { Evidence = null }], Problem = "the disk is full" });
        Assert.Contains("No evidence pack was written", page, StringComparison.Ordinal);
        Assert.Contains("the disk is full", page, StringComparison.Ordinal);
        Assert.DoesNotContain("qyran verify evidence/", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_is_said_in_words()
    {
        var page = Page(Empty());
        foreach (var words in (string[])["No vehicle passed", "No scene file was given, so no rule was checked", "no evidence pack", "No speed was measured", "No picture could be decoded"])
            Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
    }

    [Fact]
    public void That_every_passage_kept_the_rules_is_said_only_where_every_one_was_measured()
    {
        const string kept = "every passage kept the rules";
        var page = Page(Judged(Busy().Passages));
        Assert.DoesNotContain(kept, page, StringComparison.Ordinal);
        Assert.Contains("No violation was found: 1 passage was measured, 1 has no valid speed (1 × too few positions).", page, StringComparison.Ordinal);
        Assert.Contains(kept, Page(Judged([Busy().Passages[0]])), StringComparison.Ordinal);
        // beside a case it is said too
        Assert.Contains("Of the rule about speed: 1 passage was measured, 1 has no valid speed", Page(Busy() with { Summary = Judged(Busy().Passages).Summary }), StringComparison.Ordinal);

        static ReportFacts Judged(IReadOnlyList<Passage> passages)
        {
            var none = ImmutableSortedDictionary<string, int>.Empty;
            var scene = SampleScene.Junction(640, 360) with { Rules = [new RuleSetting("speeding", null, ImmutableSortedDictionary<string, decimal>.Empty)] };
            return Busy() with
            {
                Scene = scene, Passages = passages, Cases = [], Undecided = [],
                Summary = Summary(empty: false) with { Cases = none, Undecided = none, Rules = ["speeding"], Speeding = SpeedingCount.Of(scene, passages) },
            };
        }
    }

    [Fact]
    public void What_crossed_the_count_lines_is_told_by_way_and_class_and_that_nobody_did()
    {
        Assert.DoesNotContain("over the count lines", Page(Busy()), StringComparison.Ordinal);
        var busy = Crossed([]);
        Assert.Contains("No vehicle crossed a count line (count).", Page(busy), StringComparison.Ordinal);
        busy = Crossed(new() { [("count", CountWay.Down, RoadUser.Truck)] = 1, [("count", CountWay.Down, RoadUser.Car)] = 12 });
        Assert.Contains("<th scope=\"row\">count</th><td>down</td><td>12 car, 1 truck</td><td class=\"n\">13</td>", Page(busy), StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">count</th><td>up</td><td>–</td>", Page(busy), StringComparison.Ordinal);

        static ReportFacts Crossed(Dictionary<(string Line, CountWay Way, RoadUser Class), int> counts) =>
            Busy() with { Summary = Summary(empty: false) with { CountLines = LineCount.Of(SampleScene.Junction(640, 360), counts) } };
    }

    [Fact]
    public void In_a_view_that_moved_no_zero_is_counted_and_nobody_is_outside_every_lane()
    {
        var busy = Busy();
        Assert.Contains("outside every lane", Page(busy), StringComparison.Ordinal);
        var page = Page(busy with { Summary = busy.Summary with { CountLines = LineCount.Of(busy.Scene, new Dictionary<(string Line, CountWay Way, RoadUser Class), int>()), Uncounted = 1 } });
        Assert.DoesNotContain("outside every lane", page, StringComparison.Ordinal);
        Assert.DoesNotContain("No vehicle crossed", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">lane not known, the view was not in its place</th>", page, StringComparison.Ordinal);
        Assert.Contains("1 passage is counted in no lane and over no count line: the camera&#39;s view was not in its place.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_day_makes_no_endless_page()
    {
        var one = Busy();
        var many = Enumerable.Range(0, 20_000).Select(i => one.Passages[0] with { Id = $"p{i:000000}", Track = i }).ToArray();
        var tracks = many.Take(3000).Select(p => one.Tracks[0] with { Id = p.Track }).ToArray();
        var page = Page(one with { Passages = many, Tracks = tracks, Cases = [], Undecided = [] });
        Assert.Contains("The first 1000 of 20000", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 100_000, 3_000_000);
    }

    private static string Page(ReportFacts facts) => Encoding.UTF8.GetString(ReportPage.Make(facts));

    private static RunSummary Summary(bool empty) => new(
        "street.mp4", empty ? null : "junction", empty ? null : new string('a', 64), "motion", "0.1.0",
        empty ? 0 : 250, empty ? 0 : 10, 2, 1.5, empty ? null : new CpuCost(1.2, 10, 1), 0, empty ? 0 : 2, empty ? 0 : 1,
        empty ? ImmutableSortedDictionary<string, int>.Empty : ImmutableSortedDictionary<string, int>.Empty.Add("speeding", 1),
        empty ? ImmutableSortedDictionary<string, int>.Empty : ImmutableSortedDictionary<string, int>.Empty.Add("wrong-way", 1),
        empty ? TimeQuality.Unknown : TimeQuality.Exact, "steady", empty ? [] : [new Gap(2_000_000, 2_400_000, "damaged pictures")],
        empty ? null : "survey-1", empty ? "no scene was given" : null, false);

    private static ReportFacts Empty() => new(Summary(empty: true), null, 640, 360, null, [], [], [],
        new Dictionary<string, ImmutableArray<CasePhoto>>(), [], null, new string('b', 64), false);

    private static ReportFacts Busy()
    {
        var speed = new SpeedReading(new Speed(72_999_999), new Speed(1_000_001), "survey-1");
        Passage[] passages =
        [
            new("p000001", 1, RoadUser.Car, Start, Start with { MediaUs = 3_000_000 }, "east-1", "along", speed, null),
            new("p000002", 2, RoadUser.Truck, Start, Start with { MediaUs = 4_000_000 }, null, null, null, "too few positions"),
        ];
        var points = Enumerable.Range(0, 10).Select(i => new TrackPoint(i, Start with { MediaUs = i * 40_000 }, new PixelBox(10 * i, 100 + i, 40, 30), null, 0.9f)).ToImmutableArray();
        var verdict = new Verdict.Broken("it drove at least 71 km/h where 60 km/h are allowed", 2_000_000,
            ImmutableSortedDictionary<string, string>.Empty.Add("limit_kmh", "60"), [1_900_000, 2_000_000]);
        return new(Summary(empty: false), SampleScene.Junction(640, 360), 640, 360, [0xFF, 0xD8, 0xFF, 0xD9], passages,
            [new Track(1, RoadUser.Car, points), new Track(2, RoadUser.Truck, points)],
            [new Case("p000001-speeding", "speeding", "an article", "p000001", verdict, "evidence/p000001-speeding.zip")],
            new Dictionary<string, ImmutableArray<CasePhoto>> { ["p000001-speeding"] = [new("before", [1], 1_900_000), new("at", [2], 2_000_000)] },
            [("p000002", "wrong-way", "it was detected in too few frames")], null, new string('b', 64), true);
    }

    [GeneratedRegex("(src|<image href)=\"([^\"]*)\"")]
    private static partial Regex Loads();
}
