using System.Globalization;
using Qyran.Measure.Scoring;
using Qyran.Measure.Scoring.Baseline;

namespace Qyran.Tests.Measure.Scoring;

public sealed class SortBaselineTests
{
    [Theory]
    [InlineData("TUD-Campus")]
    [InlineData("ETH-Sunnyday")]
    [InlineData("ETH-Pedcross2")]
    [InlineData("ADL-Rundle-8")]
    [InlineData("Venice-2")]
    [InlineData("KITTI-17")]
    public void Our_SORT_comes_out_as_its_published_table_says(string name)
    {
        using var readme = File.OpenText(Material.Need("mot/sort/README.md"));
        var row = PublishedTable.Read(readme).Single(r => r.Sequence == name);
        var folder = Material.Need($"mot/mot15/{name}");
        using var header = File.OpenText(Path.Combine(folder, "seqinfo.ini"));
        using var truth = File.OpenText(Path.Combine(folder, "gt/gt.txt"));
        using var found = File.OpenText(Material.Need($"mot/sort/data/train/{name}/det/det.txt"));
        Assert.True(SequenceHeader.TryRead(header, out var sequence, out _));
        Assert.True(MotChallengeText.TryReadLabels(truth, out var labels, out _));
        Assert.True(MotChallengeText.TryRead(found, out var detections, out _));
        var (asked, counted) = MotPedestrians.Counted(labels, SortBaseline.Rows(detections, 1, sequence!.Frames));
        var c = TrackScore.Of(asked, counted, sequence.Frames).Clear;
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{row.Recall:0.0} {row.Precision:0.0} {row.FalseAlarmsPerFrame:0.00} {row.Tracks} {row.MostlyTracked} {row.PartlyTracked} {row.MostlyLost} {row.FalsePositives} {row.Misses} {row.Switches} {row.Fragments} {row.Mota:0.0} {row.Motp:0.0} {row.Motal:0.0}"),
            string.Create(CultureInfo.InvariantCulture, $"{100 * c.Recall:0.0} {100 * c.Precision:0.0} {c.FalseAlarmsPerFrame:0.00} {c.Tracks} {c.MostlyTracked} {c.PartlyTracked} {c.MostlyLost} {c.FalsePositives} {c.Misses} {c.Switches} {c.Fragments} {100 * c.Mota:0.0} {100 * c.Motp:0.0} {100 * c.Motal:0.0}"));
    }
}
