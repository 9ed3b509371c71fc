using Qyran.Domain.Geometry;
using Qyran.Measure.Scoring;

namespace Qyran.Tests.Measure.Scoring;

public sealed class BenchmarkRuleTests
{
    private static readonly PixelBox Here = new(100, 100, 60, 40), Nearly = new(104, 100, 60, 40), Elsewhere = new(400, 100, 60, 40);

    [Theory]
    [InlineData("Car", 0, 0, true, true)] // asked for, found
    [InlineData("Car", 0, 2, true, true)] // largely hidden still counts
    [InlineData("Car", 0, 3, false, false)] // hidden beyond that: neither asked for nor held against
    [InlineData("Car", 1, 0, false, false)] // cut by the picture's edge
    [InlineData("Van", 0, 0, false, false)] // nearly a car
    [InlineData("Pedestrian", 0, 0, false, true)] // a car reported there is wrong
    [InlineData("DontCare", -1, -1, false, false)] // nobody labelled this region
    public void KITTI_car_rules(string type, int truncated, int occluded, bool asked, bool counts)
    {
        var (truth, result) = KittiCars.Counted([new(0, 1, type, truncated, occluded, Here)], [new(0, 7, Nearly, 1)]);
        Assert.Equal((asked, counts), (truth.Count == 1, result.Count == 1));
    }

    [Theory]
    [InlineData(25, false)]
    [InlineData(26, true)]
    public void KITTI_leaves_out_what_lies_on_nothing_and_is_too_small_to_have_been_labelled(double height, bool counts) =>
        Assert.Equal(counts, KittiCars.Counted([new(0, 1, "Car", 0, 0, Here)], [new(0, 7, new(400, 100, 60, height), 1)]).Result.Count == 1);

    [Theory]
    [InlineData(1, 1, true, true)]
    [InlineData(1, 0, false, true)] // flagged away, yet a pedestrian: a result there is a false alarm, as in TrackEval
    [InlineData(2, 0, false, false)] // person on a vehicle
    [InlineData(7, 0, false, false)] // standing person
    [InlineData(8, 0, false, false)] // distractor
    [InlineData(12, 0, false, false)] // reflection
    [InlineData(3, 0, false, true)] // a car is no person
    public void MOT_rules_since_2016(int kind, int flag, bool asked, bool counts)
    {
        var (truth, result) = MotPedestrians.Counted([new(new(1, 1, Here, flag), kind)], [new(1, 7, Nearly, 1)]);
        Assert.Equal((asked, counts), (truth.Count == 1, result.Count == 1));
    }

    [Fact]
    public void A_result_on_a_pedestrian_beside_a_distractor_stays()
    {
        MotLabel[] labels = [new(new(1, 1, Here, 1), 1), new(new(1, 2, Elsewhere, 0), 8)];
        var (_, result) = MotPedestrians.Counted(labels, [new(1, 7, Nearly, 1), new(1, 8, Elsewhere, 1)]);
        Assert.Equal([7], result.Select(r => r.Id));
    }

    [Fact]
    public void In_2015_rows_flagged_0_are_not_asked_for_and_every_result_counts()
    {
        var (truth, result) = MotPedestrians.Counted([new(new(1, 1, Here, 0), null), new(new(1, 2, Elsewhere, 1), null)], [new(1, 7, Nearly, 1)]);
        Assert.Equal([2], truth.Select(t => t.Id));
        Assert.Single(result);
    }

    [Theory]
    [InlineData("1,2,3,4,5,6,1,-1,-1,-1", null)] // 2015 truth, results
    [InlineData("1,2,3,4,5,6,1,4.4852,5.5016,0", null)] // 2015 truth with road coordinates
    [InlineData("1,2,3,4,5,6,1,3,5,0", null)] // the same, whole by chance
    [InlineData("1,2,3,4,5,6,0,7,0.25", 7)] // 2016 and later
    [InlineData("1,2,3,4,5,6,0.9,4,-1,-1", 4)] // our tracks.txt
    [InlineData("1 2 3 4 5 6", null)]
    public void The_class_is_read_where_the_format_has_one(string row, int? kind)
    {
        Assert.True(MotChallengeText.TryReadLabels(new StringReader(row), out var rows, out _));
        Assert.Equal(kind, rows.Single().Class);
        Assert.Equal(new PixelBox(3, 4, 5, 6), rows[0].Thing.Box);
    }

    [Theory]
    [InlineData("1,2,3,4,5")]
    [InlineData("1.5,2,3,4,5,6,1")]
    [InlineData("1,2,NaN,4,5,6,1")]
    [InlineData("1,2,3,4,-5,6,1")]
    [InlineData("hello")]
    public void A_wrong_row_is_named_by_its_line(string row)
    {
        Assert.False(MotChallengeText.TryRead(new StringReader("1,1,1,1,1,1,1\n" + row), out _, out var failure));
        Assert.StartsWith("line 2 ", failure!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,2,432.8,171.5,576.2,221.1,12.7,1.5", true)]
    [InlineData("0,2,432.8,171.5,476.2", false)]
    [InlineData("0,2,576.2,171.5,432.8,221.1,12.7", false)]
    [InlineData("0,2,432.8,171.5,576.2,221.1,inf", false)]
    public void KITTI_detections_bring_the_logit_to_a_score(string row, bool sound)
    {
        Assert.Equal(sound, KittiDetections.TryRead(new StringReader(row), out var rows, out _));
        if (sound) Assert.InRange(rows.Single().Confidence!.Value, 0.9999, 1);
    }
}
