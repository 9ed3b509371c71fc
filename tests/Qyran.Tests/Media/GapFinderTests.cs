using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class GapFinderTests
{
    private static GapFinder Seen(IEnumerable<long> stamps)
    {
        var gaps = new GapFinder(slack: 8, movedUs: 12);
        foreach (var us in stamps) gaps.Add(us);
        return gaps;
    }

    [Fact]
    public void Stamps_moved_on_by_a_tick_are_no_measure_of_what_is_missing()
    {
        var before = Enumerable.Range(0, 100).Select(i => i * 40_000L).ToArray();
        Assert.Empty(Seen([.. before, .. Enumerable.Range(1, 25).Select(i => before[^1] + (i * 11L)), .. Enumerable.Range(100, 50).Select(i => i * 40_000L)]).End(null, broke: false));
    }

    [Theory]
    [InlineData(false, "the file ends before the length it declares")]
    [InlineData(true, "the decoder broke off")]
    public void What_is_missing_at_the_end_is_told_with_its_cause(bool broke, string why)
    {
        var gap = Assert.Single(Seen(Enumerable.Range(0, 100).Select(i => i * 40_000L)).End(10_000_000, broke));
        Assert.Equal(new Gap(3_960_000, 10_000_000, why), gap);
    }

    [Theory]
    [InlineData(1, "1 frame is missing")]
    [InlineData(2, "2 frames are missing")]
    public void A_step_between_stamps_may_be_lost_frames_or_a_clock_that_was_set(int lost, string why)
    {
        var gap = Assert.Single(Seen([.. Enumerable.Range(0, 50).Select(i => i * 40_000L), .. Enumerable.Range(50 + lost, 50).Select(i => i * 40_000L)]).End(null, broke: false));
        Assert.Equal((why, true), (gap.Why, gap.ByStamps));
    }

    [Fact]
    public void A_single_picture_is_a_whole_file_unless_the_decoder_broke_off_behind_it()
    {
        Assert.Empty(Seen([0]).End(10_000_000, broke: false));
        Assert.Equal([new Gap(0, 10_000_000, "the decoder broke off")], Seen([0]).End(10_000_000, broke: true));
    }
}
