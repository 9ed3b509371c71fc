using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Tests.Measure.Scoring.Boxes;

public sealed class YoloTextTests
{
    [Theory]
    [InlineData("2 0.5 0.5 0.2 0.4", 2, 40, 30, 20, 40)]
    [InlineData("0  0.5\t0.5 0.2 0.4 \r", 0, 40, 30, 20, 40)]
    [InlineData("1 0.1 0.2 0.4 0.3 0.3 0.6", 1, 10, 20, 30, 40)] // an outline of three corners
    [InlineData("1 0.4 0.6 0.1 0.6 0.1 0.2 0.4 0.2", 1, 10, 20, 30, 40)] // and of four
    [InlineData("1 0.05 0.5 0.2 0.4", 1, 0, 30, 15, 40)] // cut at the picture's edge
    public void A_line_is_a_box(string line, int number, double x, double y, double width, double height)
    {
        Assert.True(YoloText.TryRead(new StringReader(line + "\n\n"), 3, out var labels, out _));
        var label = Assert.Single(labels);
        var box = label.In(100, 100);
        Assert.Equal((number, x, y, width, height), (label.Class, Math.Round(box.X, 9), Math.Round(box.Y, 9), Math.Round(box.Width, 9), Math.Round(box.Height, 9)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n  \n")]
    [InlineData("1 0.5 0.5 0 0.2")] // no width
    public void Nothing_to_see_is_no_label(string text)
    {
        Assert.True(YoloText.TryRead(new StringReader(text), 3, out var labels, out var failure), failure?.Text);
        Assert.Empty(labels);
    }

    [Theory]
    [InlineData("3 0.5 0.5 0.2 0.4")] // a class the set does not have
    [InlineData("-1 0.5 0.5 0.2 0.4")]
    [InlineData("car 0.5 0.5 0.2 0.4")]
    [InlineData("1 0.5 0.5 0.2")]
    [InlineData("1 0.5 0.5 0.2 0.4 0.9")] // half a corner
    [InlineData("1 0.5 0.5 -0.2 0.4")]
    [InlineData("1 0.5 NaN 0.2 0.4")]
    [InlineData("1 250 120 40 40")] // pixels
    [InlineData("1 0,5 0,5 0,2 0,4")]
    public void What_is_no_label_is_refused_with_its_line(string line)
    {
        Assert.False(YoloText.TryRead(new StringReader("1 0.5 0.5 0.2 0.4\n" + line), 3, out _, out var failure));
        Assert.Contains("line 2", failure!.Text, StringComparison.Ordinal);
    }
}
