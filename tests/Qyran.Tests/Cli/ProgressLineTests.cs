using Qyran.Cli;
using Qyran.Line;

namespace Qyran.Tests.Cli;

public sealed class ProgressLineTests
{
    private static readonly AnalyzeProgress Half = new("analysing", 30, 60, 750, 12, 1);

    [Fact]
    public void A_wide_line_tells_share_place_rate_time_left_and_what_was_found() => Assert.Equal(
        "analysing ━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌  50 % 0:30/1:00 3.0× real time · 0:10 left · 12 passages · 1 case", ProgressLine.Text(Half, 10, 160));

    [Theory]
    [InlineData(160)]
    [InlineData(79)]
    [InlineData(50)]
    [InlineData(20)]
    [InlineData(5)]
    public void It_never_wraps(int width) => Assert.InRange(ProgressLine.Text(Half, 10, width).Length, 1, width);

    [Fact]
    public void Of_unknown_length_no_share_is_claimed() =>
        Assert.Equal("analysing 0:30 3.0× real time · 1 passage", ProgressLine.Text(Half with { OfSeconds = null, Passages = 1, Cases = 0 }, 10, 160));

    [Fact]
    public void Before_there_is_a_rate_none_is_claimed() => Assert.DoesNotContain("real time", ProgressLine.Text(Half, 0.1, 160), StringComparison.Ordinal);
}
