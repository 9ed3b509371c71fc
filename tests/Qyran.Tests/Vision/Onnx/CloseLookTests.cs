using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

public sealed class CloseLookTests : IDisposable
{
    private static readonly RoadUser[] Kinds = [RoadUser.Car, RoadUser.Van, RoadUser.Bus, RoadUser.Truck, RoadUser.Motorcycle, RoadUser.Bicycle, RoadUser.Person];

    private readonly string _folder = Directory.CreateTempSubdirectory("qyran-close-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A model that always sees the same edges, shares of what it looks at, and is as sure of them and of a class as it is told.</summary>
    private static byte[] Sees(float left, float top, float right, float bottom, float doubt = -20, RoadUser kind = RoadUser.Car, float sure = 6, int side = 64) =>
        new TinyModel(side, side).Output("numbers", [1, 15, 1, 1],
            [left, top, right, bottom, doubt, doubt, doubt, doubt, .. Kinds.Select(k => k == kind ? sure : -6f)]).ToArray();

    private static Detection Car(double x, double y, double width, double height, float score = 0.8f) => new(new(x, y, width, height), score, RoadUser.Car);

    private static Detection[] Sharpened(byte[] model, int rawWidth, int rawHeight, params Detection[] found)
    {
        using var look = CloseLook.Load(model, Kinds, 1, out var failure);
        Assert.True(look is not null, failure?.Text);
        look.Sharpen(Picture.Plain(320, 240).View(rawWidth, rawHeight), found);
        return found;
    }

    [Fact]
    public void Edges_are_shares_of_the_box_and_a_quarter_around_it()
    {
        // 40 × 20 at (100, 60), looked at from (90, 55) on, 60 × 30: even starts make it (90, 56)
        var seen = Assert.Single(Sharpened(Sees(0.2f, 0.15f, 0.8f, 0.85f), 320, 240, Car(100, 60, 40, 20)));
        Assert.Equal((102, 60.5, 36, 21), (Math.Round(seen.Box.X, 3), Math.Round(seen.Box.Y, 3), Math.Round(seen.Box.Width, 3), Math.Round(seen.Box.Height, 3)));
    }

    [Fact]
    public void A_frame_that_was_scaled_down_gives_edges_in_raw_pixels()
    {
        var seen = Assert.Single(Sharpened(Sees(0.2f, 0.15f, 0.8f, 0.85f), 1280, 960, Car(400, 240, 160, 80)));
        Assert.Equal((408, 242, 144, 84), (Math.Round(seen.Box.X, 3), Math.Round(seen.Box.Y, 3), Math.Round(seen.Box.Width, 3), Math.Round(seen.Box.Height, 3)));
    }

    [Fact]
    public void A_part_of_a_thing_is_looked_at_again_from_where_its_edges_were_seen()
    {
        // each look sees it a fifth larger than the last; one that changes little is not repeated
        var seen = Assert.Single(Sharpened(Sees(0.1f, 0.1f, 0.9f, 0.9f), 320, 240, Car(100, 60, 80, 60)));
        Assert.InRange(seen.Box.Width, 113, 117);
        Assert.InRange(seen.Box.Height, 84, 88);
    }

    [Fact]
    public void No_edge_lies_outside_the_picture()
    {
        var seen = Assert.Single(Sharpened(Sees(-0.05f, -0.05f, 0.8f, 0.8f), 320, 240, Car(0, 0, 60, 40)));
        Assert.Equal((0, 0), (seen.Box.X, seen.Box.Y));
    }

    [Theory]
    [InlineData(0.7f, 0.7f, 1.2f, 1.2f)] // somebody else
    [InlineData(0.8f, 0.2f, 0.2f, 0.8f)] // inside out
    [InlineData(float.NaN, 0.2f, 0.8f, 0.8f)]
    public void Edges_of_something_else_are_not_taken(float left, float top, float right, float bottom) =>
        Assert.Equal(new(100, 60, 40, 20), Assert.Single(Sharpened(Sees(left, top, right, bottom), 320, 240, Car(100, 60, 40, 20))).Box);

    [Fact]
    public void The_less_sure_the_second_look_is_of_an_edge_the_more_the_first_one_counts()
    {
        double Left(float doubt) => Assert.Single(Sharpened(Sees(0.2f, 0.15f, 0.8f, 0.85f, doubt), 320, 240, Car(100, 60, 40, 20))).Box.X;
        Assert.Equal(102, Left(-20), 1e-3);
        Assert.Equal(101, Left(MathF.Log(0.12f)), 1e-3); // as much as the first may be off
        Assert.Equal(100, Left(5), 1e-2);
    }

    [Fact]
    public void What_both_looks_see_is_surer_and_what_the_second_does_not_see_is_less_sure()
    {
        float Score(float first, float second) => Assert.Single(Sharpened(Sees(0.2f, 0.15f, 0.8f, 0.85f, sure: second), 320, 240, Car(100, 60, 40, 20, first))).Score;
        Assert.InRange(Score(0.3f, 6), 0.37f, 0.42f);
        Assert.InRange(Score(0.3f, -6), 0.1f, 0.14f);
        Assert.True(Score(0.9f, 6) is > 0.88f and < 1);
        Assert.Equal(Score(0.5f, 6), Score(0.5f, 60)); // nobody is surer than that
        Assert.True(float.IsFinite(Score(1, 6)));
    }

    [Theory]
    [InlineData(0.6f, RoadUser.Van)] // the first look was not very sure, the second is
    [InlineData(0.97f, RoadUser.Van)]
    public void The_class_is_the_one_both_looks_together_believe_most(float first, RoadUser expected) =>
        Assert.Equal(expected, Assert.Single(Sharpened(Sees(0.2f, 0.15f, 0.8f, 0.85f, kind: RoadUser.Van), 320, 240, Car(100, 60, 40, 20, first))).Class);

    [Fact]
    public void A_second_look_that_knows_no_better_leaves_the_class() =>
        Assert.Equal(RoadUser.Car, Assert.Single(Sharpened(Sees(0.2f, 0.15f, 0.8f, 0.85f, kind: RoadUser.Van, sure: -5.5f), 320, 240, Car(100, 60, 40, 20))).Class);

    [Fact]
    public void Weak_and_tiny_finds_are_not_worth_a_look() =>
        Assert.Equal([Car(100, 60, 40, 20, 0.05f), Car(10, 10, 5, 30)], Sharpened(Sees(0.3f, 0.3f, 0.7f, 0.7f), 320, 240, Car(100, 60, 40, 20, 0.05f), Car(10, 10, 5, 30)));

    [Fact]
    public void A_model_of_another_kind_is_refused_with_what_is_wanted()
    {
        Assert.Null(CloseLook.Load(Sees(0, 0, 1, 1, side: 96), Kinds, 1, out var size));
        Assert.Contains("1×3×64×64", size!.Text, StringComparison.Ordinal);
        Assert.Null(CloseLook.Load(new TinyModel(64, 64).Output("boxes", [1, 84, 10], new float[840]).ToArray(), Kinds, 1, out var shape));
        Assert.Equal(FailureKind.Unsupported, shape!.Kind);
    }

    [Fact]
    public void A_sidecar_names_it_and_both_files_together_are_the_detector()
    {
        var model = Path.Combine(_folder, "cars.onnx");
        File.WriteAllBytes(model, new TinyModel(64, 64).Output("output0", [1, 84, 12], new float[84 * 12]).ToArray());
        const string Labels = "labels: [car, van, bus, truck, motorcycle, bicycle, person]";
        string Sha(string sidecar)
        {
            File.WriteAllText(Path.Combine(_folder, "cars.yaml"), sidecar);
            Assert.True(OnnxDetector.TryOpen(model, new OnnxSettings(), out var detector, out var failure), failure?.Text);
            using (detector) return detector.Identity.WeightsSha256!;
        }
        string Refusal(string sidecar)
        {
            File.WriteAllText(Path.Combine(_folder, "cars.yaml"), sidecar);
            Assert.False(OnnxDetector.TryOpen(model, new OnnxSettings(), out _, out var failure));
            return failure.Text;
        }
        File.WriteAllBytes(Path.Combine(_folder, "close.onnx"), Sees(0.2f, 0.2f, 0.8f, 0.8f));
        File.WriteAllBytes(Path.Combine(_folder, "other.onnx"), Sees(0.1f, 0.2f, 0.8f, 0.8f));
        File.WriteAllText(Path.Combine(_folder, "text.onnx"), "no model");
        Assert.Equal(3, new HashSet<string> { Sha(Labels), Sha(Labels + "\nclose_look: close.onnx"), Sha(Labels + "\nclose_look: other.onnx") }.Count);
        Assert.Contains("no model at", Refusal(Labels + "\nclose_look: gone.onnx"), StringComparison.Ordinal);
        Assert.StartsWith("text.onnx: ", Refusal(Labels + "\nclose_look: text.onnx"), StringComparison.Ordinal);
        Assert.Contains("'close_look' must be the name of a file beside the model", Refusal(Labels + "\nclose_look: ../close.onnx"), StringComparison.Ordinal);
    }
}
