using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Tests.Measure.Scoring.Boxes;

/// <summary>Average precision against figures worked out by hand. Things stand 100 px apart and are 40 × 40 px.</summary>
public sealed class PrecisionCurveTests
{
    private static readonly TruthBox A = Thing(0), B = Thing(1), C = Thing(2);

    [Fact]
    public void All_found_and_nothing_else_is_one() =>
        Assert.Equal(1, Ap(Picture([On(A, 0.9f), On(B, 0.2f), On(C, 0.5f)], A, B, C)));

    [Fact]
    public void Only_false_alarms_is_zero() =>
        Assert.Equal(0, Ap(Picture([On(Thing(7), 0.9f), On(Thing(8), 0.8f)], A)));

    [Fact]
    public void Nothing_found_is_zero_and_nothing_to_find_is_no_figure()
    {
        Assert.Equal(0, Ap(Picture([], A, B)));
        Assert.Null(Ap(Picture([On(A, 0.9f)])));
        Assert.Null(Curve(Picture([On(A, 0.9f)])).Best());
        Assert.Null(Curve(Picture([])).At(0.3));
        Assert.Equal((0, null), (Curve(Picture([], A)).At(0.3)!.Recall, Curve(Picture([], A)).At(0.3)!.Precision));
    }

    [Fact]
    public void One_of_two_found_covers_the_recalls_from_0_to_one_half() =>
        Assert.Equal(51 / 101.0, Ap(Picture([On(A, 0.9f)], A, B))!.Value, 12);

    [Fact]
    public void A_double_is_a_false_alarm()
    {
        // right, wrong, right: precision 1 up to recall 0.5, then 2/3
        Assert.Equal((51 + (50 * 2 / 3.0)) / 101, Ap(Picture([On(A, 0.9f), On(A, 0.8f), On(B, 0.7f)], A, B))!.Value, 12);
        // after everything is found it costs nothing
        Assert.Equal(1, Ap(Picture([On(A, 0.9f), On(A, 0.8f)], A)));
    }

    [Fact]
    public void A_false_alarm_that_is_surer_halves_what_follows() =>
        Assert.Equal(0.5, Ap(Picture([On(Thing(9), 0.9f), On(A, 0.8f)], A)));

    [Fact]
    public void A_later_rise_of_precision_counts_for_the_recalls_before()
    {
        // wrong, right, right, right, wrong: 1/2, 2/3, 3/4 rise to 3/4 from the first recall on; the fourth thing stays unfound
        var found = new[] { On(Thing(9), 0.9f), On(A, 0.8f), On(B, 0.7f), On(C, 0.6f), On(Thing(8), 0.5f) };
        Assert.Equal(76 * 0.75 / 101, Ap(Picture(found, A, B, C, Thing(3)))!.Value, 12);
    }

    [Fact]
    public void Equal_scores_stay_in_the_order_of_the_pictures_but_no_threshold_parts_them()
    {
        var wrong = Picture([On(Thing(9), 0.5f)]);
        var right = Picture([On(A, 0.5f)], A);
        Assert.Equal((0.5, 1), (Ap(wrong, right), Ap(right, wrong)));
        Assert.All((PrecisionCurve[])[Curve(wrong, right), Curve(right, wrong)], c => Assert.Equal((0.5, 1, 0.5), (c.Best()!.Threshold, c.Best()!.Recall, c.Best()!.Precision)));
    }

    [Theory]
    [InlineData(40, 0.5, 1)] // 40 × 80 around 40 × 40: exactly one half
    [InlineData(41, 0.5, 0)]
    [InlineData(0, 0.95, 1)]
    [InlineData(10, 0.8, 1)] // 1600 / 2000
    [InlineData(10, 0.85, 0)]
    public void The_overlap_asked_for_is_enough(double taller, double overlap, double ap)
    {
        var found = new Detection(A.Box with { Height = A.Box.Height + taller }, 0.9f, RoadUser.Car);
        Assert.Equal(ap, PrecisionCurve.Of([Picture([found], A)], overlap, HeightRange.All).Average());
    }

    [Fact]
    public void The_surer_detection_takes_what_it_fits_best_and_the_other_what_is_left()
    {
        // two things half over each other; both detections fit the left one best, the second fits the right one enough
        var left = new TruthBox(new(0, 0, 40, 40), TruthKind.Wanted);
        var right = new TruthBox(new(20, 0, 40, 40), TruthKind.Wanted);
        Assert.Equal(1, Ap(Picture([new(new(0, 0, 40, 40), 0.9f, RoadUser.Car), new(new(9, 0, 40, 40), 0.8f, RoadUser.Car)], left, right)));
        // and where it does not, it is wrong
        Assert.Equal(51 / 101.0, Ap(Picture([new(new(0, 0, 40, 40), 0.9f, RoadUser.Car), new(new(1, 0, 40, 40), 0.8f, RoadUser.Car)], left, right))!.Value, 12);
    }

    [Fact]
    public void What_lies_on_an_ignored_box_is_neither_right_nor_wrong_once()
    {
        var ignored = B with { Kind = TruthKind.Ignored };
        Assert.Equal(1, Ap(Picture([On(ignored, 0.9f), On(A, 0.8f)], A, ignored)));
        Assert.Equal(0.5, Ap(Picture([On(ignored, 0.95f), On(ignored, 0.9f), On(A, 0.8f)], A, ignored)));
        // only the classes it excuses
        var vans = ignored with { Excuses = [RoadUser.Van] };
        Assert.Equal(0.5, Ap(Picture([On(vans, 0.9f), On(A, 0.8f)], A, vans)));
        Assert.Equal(1, Ap(Picture([On(vans, 0.9f) with { Class = RoadUser.Van }, On(A, 0.8f)], A, vans)));
    }

    [Fact]
    public void Any_number_may_lie_in_an_ignored_region_with_half_of_themselves()
    {
        var crowd = new TruthBox(new(500, 0, 400, 400), TruthKind.Region);
        var small = Enumerable.Range(0, 20).Select(i => new Detection(new(500 + (20 * i), 100, 10, 10), 0.9f, RoadUser.Car)).ToArray();
        Assert.Equal(1, Ap(Picture([.. small, On(A, 0.5f)], A, crowd)));
        var half = new Detection(new(495, 100, 10, 10), 0.9f, RoadUser.Car);
        Assert.Equal(1, Ap(Picture([half, On(A, 0.5f)], A, crowd)));
        Assert.Equal(0.5, Ap(Picture([half with { Box = half.Box with { X = 494 } }, On(A, 0.5f)], A, crowd)));
    }

    [Fact]
    public void A_wanted_box_goes_before_an_ignored_one_that_fits_better()
    {
        var ignored = new TruthBox(new(0, 0, 40, 60), TruthKind.Ignored);
        Assert.Equal(1, Ap(Picture([new(new(0, 0, 40, 60), 0.9f, RoadUser.Car)], A, ignored)));
    }

    [Fact]
    public void Recalls_are_compared_exactly()
    {
        // 0.07 as a binary fraction times 100 is more than 7: the eighth recall must not be lost to that
        var things = Enumerable.Range(0, 100).Select(i => Thing(i)).ToArray();
        Assert.Equal(8 / 101.0, Ap(Picture([.. things[..7].Select(t => On(t, 0.9f))], things))!.Value, 12);
    }

    [Fact]
    public void The_hundred_and_first_detection_of_a_picture_is_not_asked()
    {
        Detection[] Wrong(int count) => [.. Enumerable.Range(50, count).Select(i => On(Thing(i), 0.9f))];
        Assert.Equal(0.01, Ap(Picture([On(A, 0.1f), .. Wrong(99)], A))!.Value, 12);
        Assert.Equal(0, Ap(Picture([On(A, 0.1f), .. Wrong(100)], A)));
    }

    [Fact]
    public void A_range_of_heights_asks_for_its_own_boxes_alone()
    {
        // in a picture halved, 20 px are 10: small; 40 px are 20: medium
        TruthBox small = new(new(0, 0, 20, 20), TruthKind.Wanted), medium = new(new(100, 0, 40, 40), TruthKind.Wanted);
        var picture = new BoxPicture([On(small, 0.5f), On(medium, 0.9f), new(new(300, 0, 20, 20), 0.6f, RoadUser.Car), new(new(400, 0, 200, 200), 0.7f, RoadUser.Car)],
            [small, medium], 0.5);
        Assert.Equal(0.5, Of(HeightRange.Small)); // the false alarm of its height counts, the others do not
        Assert.Equal(1, Of(HeightRange.Medium));
        Assert.Null(Of(HeightRange.Large));
        // a thing out of the range is not wanted, and who found it is not wrong
        Assert.Equal(1, PrecisionCurve.Of([picture], 0.5, HeightRange.Medium).Wanted);
        Assert.Equal((true, false), (HeightRange.Medium.Holds(12), HeightRange.Small.Holds(12)));

        double? Of(HeightRange range) => PrecisionCurve.Of([picture], 0.5, range).Average();
    }

    [Fact]
    public void Thresholds_cut_the_curve()
    {
        var curve = Curve(Picture([On(A, 0.9f), On(Thing(9), 0.5f), On(B, 0.3f), On(Thing(8), 0.2f)], A, B, C));
        Assert.Equal((2 / 3.0, 2 / 3.0), (curve.At(0.3f)!.Recall, curve.At(0.3f)!.Precision));
        Assert.Equal((1 / 3.0, 1), (curve.At(0.6)!.Recall, curve.At(0.6)!.Precision));
        // F1: 1/2, 2/5, 2/3, 4/7
        Assert.Equal((0.3f, 2 / 3.0), ((float)curve.Best()!.Threshold, curve.Best()!.F1));
    }

    private static TruthBox Thing(int at) => new(new PixelBox(100 * at, 0, 40, 40), TruthKind.Wanted);

    private static Detection On(TruthBox thing, float score) => new(thing.Box, score, RoadUser.Car);

    private static BoxPicture Picture(Detection[] found, params TruthBox[] truth) => new(ImmutableArray.Create(found), ImmutableArray.Create(truth), 1);

    private static PrecisionCurve Curve(params BoxPicture[] pictures) => PrecisionCurve.Of(pictures, 0.5, HeightRange.All);

    private static double? Ap(params BoxPicture[] pictures) => Curve(pictures).Average();
}
