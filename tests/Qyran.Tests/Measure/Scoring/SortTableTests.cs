using System.Globalization;
using Qyran.Measure.Scoring;

namespace Qyran.Tests.Measure.Scoring;

/// <summary>
/// SORT's published table: its result files are not to be had, but from its printed counts (FP, FN, switches) and the truth as we read it
/// (which rows are asked for, how long a sequence is) our formulae must give its printed ratios. So our truth is the one SORT was scored on.
/// </summary>
public sealed class SortTableTests
{
    [Theory]
    [InlineData("TUD-Campus")]
    [InlineData("ETH-Sunnyday")]
    [InlineData("ETH-Pedcross2")]
    [InlineData("ADL-Rundle-8")]
    [InlineData("Venice-2")]
    [InlineData("KITTI-17")]
    public void From_SORTs_printed_counts_and_our_reading_of_the_truth_come_its_printed_ratios(string name)
    {
        var (truth, frames) = Truth(name);
        var row = Table().Single(r => r.Sequence == name);
        Same(row, Counted(row, frames, truth.Count, truth.Select(t => t.Id).Distinct().Count()));
    }

    [Fact]
    public void The_totals_are_sums_of_counts_and_not_means_of_ratios()
    {
        var table = Table();
        var sum = table.Where(r => r.Sequence != "Overall").Select(row =>
        {
            var (truth, frames) = Truth(row.Sequence);
            return Counted(row, frames, truth.Count, row.Tracks);
        }).Aggregate((a, b) => a + b);
        Same(table.Single(r => r.Sequence == "Overall"), sum);
        Assert.Equal(2661, sum.Frames);
    }

    [Fact]
    public void A_text_without_the_table_gives_no_rows()
    {
        Assert.Empty(PublishedTable.Read(new StringReader("# SORT\n\n| a | b |\n|:--:|---|\n x | 1 2 3\n")));
        Assert.Equal(7, Table().Count);
    }

    private static ClearMot Counted(PublishedRow row, int frames, int boxes, int tracks) => new(
        frames, boxes, boxes - row.Misses, row.FalsePositives, row.Misses, row.Switches, row.Fragments, 0, tracks, row.MostlyTracked, row.MostlyLost);

    private static void Same(PublishedRow row, ClearMot ours)
    {
        Assert.Equal((row.Tracks, row.PartlyTracked), (ours.Tracks, ours.PartlyTracked));
        Assert.Equal(Printed(row.Recall, row.Precision, row.Mota, row.Motal), Printed(100 * ours.Recall, 100 * ours.Precision, 100 * ours.Mota, 100 * ours.Motal));
        Assert.Equal(row.FalseAlarmsPerFrame, ours.FalseAlarmsPerFrame, 0.00501);
    }

    private static string Printed(params double[] values) => string.Join(' ', values.Select(v => v.ToString("0.0", CultureInfo.InvariantCulture)));

    private static List<PublishedRow> Table()
    {
        using var text = File.OpenText(Material.Need("mot/sort/README.md"));
        return PublishedTable.Read(text);
    }

    private static (List<ScoredBox> Asked, int Frames) Truth(string name)
    {
        var folder = Material.Need($"mot/mot15/{name}");
        using var header = File.OpenText(Path.Combine(folder, "seqinfo.ini"));
        using var text = File.OpenText(Path.Combine(folder, "gt/gt.txt"));
        Assert.True(SequenceHeader.TryRead(header, out var sequence, out var failure), failure?.Text);
        Assert.True(MotChallengeText.TryReadLabels(text, out var labels, out failure), failure?.Text);
        return (MotPedestrians.Counted(labels, []).Truth, sequence!.Frames);
    }
}
