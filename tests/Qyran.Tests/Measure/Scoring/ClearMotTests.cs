using Qyran.Domain.Geometry;
using Qyran.Measure.Scoring;

namespace Qyran.Tests.Measure.Scoring;

/// <summary>Small made sequences: one truth (or two) at a fixed place, the result written as one letter per frame.</summary>
public sealed class ClearMotTests
{
    private static readonly PixelBox Place = new(100, 100, 50, 100);

    [Theory]
    [InlineData("aaaaaaaaaa", 0, 0, 0, 1, 0)]
    [InlineData("aaaa..aaaa", 2, 0, 1, 0, 0)] // missed for a while: one fragment; 80 % is not "more than 80 %"
    [InlineData("aaaaabbbbb", 0, 1, 0, 1, 0)] // a switch without a gap is no fragment
    [InlineData("aaa..bbbbb", 2, 1, 1, 0, 0)]
    [InlineData("aaabbbaaab", 0, 3, 0, 1, 0)]
    [InlineData("a.........", 9, 0, 0, 0, 1)] // lost: below 20 %
    [InlineData("aa........", 8, 0, 0, 0, 0)] // 20 % is not below
    [InlineData("..........", 10, 0, 0, 0, 1)]
    [InlineData("..aaaaaaaa", 2, 0, 0, 0, 0)] // found late is no fragment
    public void Misses_switches_fragments_and_quality(string seen, int misses, int switches, int fragments, int mostlyTracked, int mostlyLost)
    {
        var c = Score(seen).Clear;
        Assert.Equal((misses, switches, fragments, mostlyTracked, mostlyLost, 0), (c.Misses, c.Switches, c.Fragments, c.MostlyTracked, c.MostlyLost, c.FalsePositives));
    }

    [Fact]
    public void A_correspondence_is_kept_while_it_overlaps_even_where_another_fits_better()
    {
        List<ScoredBox> truth = [], result = [];
        for (var f = 1; f <= 4; f++)
        {
            truth.Add(new(f, 1, Place, null));
            result.Add(new(f, 1, Place with { X = f < 3 ? 100 : 112 }, 1)); // drifts, IoU 0.61
            if (f >= 3) result.Add(new(f, 2, Place, 1)); // a newcomer sits exactly on it
        }
        var c = TrackScore.Of(truth, result, 4).Clear;
        Assert.Equal((0, 2, 4), (c.Switches, c.FalsePositives, c.Matches));
    }

    [Fact]
    public void After_a_gap_the_better_fit_wins_and_a_changed_id_is_a_switch()
    {
        List<ScoredBox> truth = [.. Enumerable.Range(1, 3).Select(f => new ScoredBox(f, 1, Place, null))];
        List<ScoredBox> result = [new(1, 1, Place, 1), new(3, 1, Place with { X = 112 }, 1), new(3, 2, Place, 1)];
        Assert.Equal(1, TrackScore.Of(truth, result, 3).Clear.Switches);
    }

    [Fact]
    public void A_truth_that_leaves_the_picture_and_returns_is_a_fragment_as_in_the_development_kit()
    {
        int[] there = [1, 2, 3, 7, 8];
        var c = TrackScore.Of(there.Select(f => new ScoredBox(f, 1, Place, null)), there.Select(f => new ScoredBox(f, 1, Place, 1)), 8).Clear;
        Assert.Equal((1, 0, 0), (c.Fragments, c.Switches, c.Misses));
    }

    [Fact]
    public void As_many_pairs_as_possible_come_before_the_greatest_overlap()
    {
        // result 1 lies nearly on truth 1 but is the only one that can serve truth 2
        ScoredBox[] truth = [new(1, 1, new(0, 0, 100, 10), null), new(1, 2, new(30, 0, 100, 10), null)];
        ScoredBox[] result = [new(1, 1, new(10, 0, 100, 10), 1), new(1, 2, new(-25, 0, 100, 10), 1)];
        Assert.Equal((2, 0), (TrackScore.Of(truth, result, 1).Clear.Matches, TrackScore.Of(truth, result, 1).Clear.Misses));
    }

    [Theory]
    [InlineData("aaaaaaaaaa", 1, 1)]
    [InlineData("aaaaabbbbb", 0.5, 0.7071)] // HOTA: DetA 1, AssA 0.5
    [InlineData("..........", 0, 0)]
    public void IDF1_and_HOTA_of_simple_tracks(string seen, double idf1, double hota)
    {
        var score = Score(seen);
        Assert.Equal(idf1, score.Identity.F1, 1e-4);
        Assert.Equal(hota, score.Hota.Value, 1e-4);
    }

    [Fact]
    public void Nothing_at_all_gives_zeros_and_no_division_by_zero()
    {
        var score = TrackScore.Of([], [], 10);
        Assert.Equal((0d, 0d, 0d, 0d, 0d), (score.Clear.Mota, score.Clear.Motal, score.Clear.Motp, score.Identity.F1, score.Hota.Value));
    }

    private static TrackScore Score(string seen) => TrackScore.Of(
        seen.Select((_, f) => new ScoredBox(f + 1, 1, Place, null)),
        seen.Select((c, f) => (c, f)).Where(p => p.c != '.').Select(p => new ScoredBox(p.f + 1, p.c, Place, 1)), seen.Length);
}
