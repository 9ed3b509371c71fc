using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

/// <summary>Each layout as a graph of constants that says "one car in the middle left": 64×64 input, box 8,16 to 40,32.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qyran-onnx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("yolox", false)]
    [InlineData("yolox-decoded", false)]
    [InlineData("yolov5", false)]
    [InlineData("yolov8", false)]
    [InlineData("yolov8", true)]
    [InlineData("end-to-end", false)]
    [InlineData("end-to-end", true)]
    [InlineData("fastestdet", false)]
    [InlineData("nanodet", false)]
    [InlineData("picodet", false)]
    [InlineData("detr", false)]
    [InlineData("rt-detr", false)]
    [InlineData("rt-detr", true)]
    public void Every_layout_is_recognised_and_gives_the_box_in_raw_pixels(string layout, bool openSizes)
    {
        using var detector = Open(Graph(layout, openSizes).ToArray());
        Assert.Equal(layout, detector.Layout);
        var found = new Detection[8];
        // a 64×64 view of a 128×128 camera: the box must come back twice as large
        var count = detector.Detect(Picture.Plain(64, 64).View(128, 128), found);
        Assert.Equal(1, count);
        Assert.Equal(RoadUser.Car, found[0].Class);
        Assert.InRange(found[0].Score, 0.6f, 0.95f);
        var expected = new PixelBox(16, 32, 64, 32);
        Assert.True(found[0].Box.Iou(expected) > 0.97, $"{layout}: {found[0].Box}");
    }

    [Fact]
    public void Centred_letterbox_is_undone()
    {
        using var detector = Open(Graph("yolov8", false).ToArray());
        var found = new Detection[8];
        // 128×64 raw fits 64×32 at y 16: the box 8,16–40,32 is the top of the picture
        Assert.Equal(1, detector.Detect(Picture.Plain(128, 64).View(), found));
        Assert.True(found[0].Box.Iou(new PixelBox(16, 0, 64, 32)) > 0.99, found[0].Box.ToString());
    }

    [Fact]
    public void Names_in_the_metadata_say_what_the_classes_are()
    {
        var model = new TinyModel(64, 64).Output("output0", [1, 6, 84], V8(6, 1)).Metadata("names", "{0: 'tree', 1: 'lorry'}");
        using var detector = Open(model.ToArray());
        var found = new Detection[8];
        Assert.Equal(1, detector.Detect(Picture.Plain(64, 64).View(), found));
        Assert.Equal(RoadUser.Truck, found[0].Class);
    }

    [Fact]
    public void An_open_input_takes_its_size_from_the_sidecar()
    {
        File.WriteAllText(Path.Combine(_folder, "m.yaml"), "input_width: 64\ninput_height: 64\nname: ours\n");
        using var detector = Open(Graph("yolov8", true, openInput: true).ToArray());
        Assert.Equal(("ours", 64, 64), (detector.Identity.Name, detector.Identity.AnalysisWidth, detector.Identity.AnalysisHeight));
    }

    [Fact]
    public void An_unknown_layout_is_refused_naming_what_was_seen_and_what_is_known()
    {
        var failure = Refused(new TinyModel(64, 64).Output("odd", [1, 7, 9, 5], new float[315]).ToArray());
        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.Contains("odd 1×7×9×5", failure.Text, StringComparison.Ordinal);
        Assert.Contains("YOLOX", failure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(84)]
    [InlineData(85)] // with the one cell of stride 64
    public void Boxes_and_scores_for_every_cell_are_no_set_of_queries(int cells)
    {
        var failure = Refused(new TinyModel(64, 64).Output("boxes", [1, cells, 4], new float[cells * 4]).Output("scores", [1, cells, 80], new float[cells * 80]).ToArray());
        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.Contains($"scores 1×{cells}×80", failure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colour: rgb", "unknown key 'colour'")]
    [InlineData("layout: yolov5", "'yolov5'")]
    [InlineData("labels: [car, bus]", "names 2 classes, the outputs hold 6")]
    [InlineData("mean: [1, 2]", "'mean' must be three numbers")]
    [InlineData("std: [0, 1, 1]", "'std' must be a number")]
    [InlineData("channels: grey", "'channels' must be one of rgb, bgr")]
    [InlineData("score_threshold: NaN", "'score_threshold' must be a number")]
    [InlineData("a: [", "sidecar")]
    public void A_sidecar_that_is_wrong_is_refused_saying_what(string sidecar, string says)
    {
        File.WriteAllText(Path.Combine(_folder, "m.json"), sidecar);
        var failure = Refused(Graph("yolov8", false).ToArray());
        Assert.Contains(says, failure.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Text);
    }

    [Fact]
    public void Files_that_are_no_models_are_refused_in_one_line()
    {
        var whole = Graph("yolox", false).ToArray();
        (string Case, byte[] Bytes)[] cases =
        [
            ("text", "this is no model\n"u8.ToArray()), ("empty", []), ("zeros", new byte[4096]), ("cut in half", whole[..(whole.Length / 2)]),
            ("first bytes only", whole[..64]), ("last byte gone", whole[..^1]), ("nothing comes out", new TinyModel(64, 64).ToArray()),
        ];
        foreach (var (name, bytes) in cases)
        {
            var failure = Refused(bytes);
            Assert.True(failure.Text.Length > 10 && !failure.Text.Contains('\n'), $"{name}: {failure.Text}");
        }
    }

    [Fact]
    public void How_many_boxes_come_out_may_change_from_picture_to_picture()
    {
        using var detector = Open(new TinyModel(64, 64).CarPerBrightBlock("output0").ToArray());
        var found = new Detection[256];
        foreach (var columns in (int[])[0, 8, 2, 0, 1])
            Assert.Equal(columns * 8, detector.Detect(Picture.Of(64, 64, (x, _) => x < 8 * columns ? (byte)235 : (byte)16, (_, _) => 128, (_, _) => 128).View(), found));
    }

    [Fact]
    public void What_is_wrong_with_a_model_is_said_as_it_is()
    {
        Assert.Contains("keeps its weights in another file (m.data)", Refused(new TinyModel(64, 64).OutputElsewhere("output0", [1, 6, 84], "m.data").ToArray()).Text, StringComparison.Ordinal);
        Assert.EndsWith("picture 1×3×64×64 float16", Refused(new TinyModel(64, 64) { InputType = 10 }.Output("output0", [1, 6, 84], V8(6, 1)).ToArray()).Text, StringComparison.Ordinal);
        Assert.EndsWith("picture 1×3×0×64 float32", Refused(new TinyModel(64, 0).Output("output0", [1, 6, 84], V8(6, 1)).ToArray()).Text, StringComparison.Ordinal);
        Assert.Contains("the outputs odd (one number) for", Refused(new TinyModel(64, 64).Output("odd", [], [1f]).ToArray()).Text, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "m.yaml"), "input_width: 80\ninput_height: 64\n");
        Assert.Contains("can run on a picture of 80×64 pixels", Refused(new TinyModel(64, 64) { OpenInput = true }.PictureInRows("output0").ToArray()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_model_is_not_found()
    {
        Assert.False(OnnxDetector.TryOpen(Path.Combine(_folder, "none.onnx"), new(), out _, out var failure));
        Assert.Equal(FailureKind.NotFound, failure.Kind);
    }

    [Fact]
    public void A_model_without_known_class_names_asks_for_labels()
    {
        var failure = Refused(new TinyModel(64, 64).Output("output0", [1, 7, 84], V8(7, 1)).ToArray());
        Assert.Contains("labels", failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nonsense_values_give_no_boxes()
    {
        var values = new float[84 * 85];
        Array.Fill(values, float.NaN);
        using var detector = Open(new TinyModel(64, 64).Output("output0", [1, 84, 85], values).ToArray());
        Assert.Equal(0, detector.Detect(Picture.Plain(64, 64).View(), new Detection[8]));
    }

    [Fact]
    public void No_frame_allocates()
    {
        using var detector = Open(Graph("yolox", false).ToArray());
        var picture = Picture.Plain(64, 48);
        var found = new Detection[8];
        for (var i = 0; i < 50; i++) detector.Detect(picture.View(), found);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) detector.Detect(picture.View(), found);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100);
    }

    private OnnxDetector Open(byte[] model)
    {
        File.WriteAllBytes(Path.Combine(_folder, "m.onnx"), model);
        Assert.True(OnnxDetector.TryOpen(Path.Combine(_folder, "m.onnx"), new(), out var detector, out var failure), failure?.Text);
        return detector;
    }

    private Failure Refused(byte[] model)
    {
        File.WriteAllBytes(Path.Combine(_folder, "m.onnx"), model);
        Assert.False(OnnxDetector.TryOpen(Path.Combine(_folder, "m.onnx"), new(), out _, out var failure));
        return failure;
    }

    // cells of a 64×64 input: 8×8 at stride 8, 4×4 at 16, 2×2 at 32
    private static TinyModel Graph(string layout, bool open, bool openInput = false)
    {
        var model = new TinyModel(64, 64) { OpenSizes = open, OpenInput = openInput };
        var rows = new float[(layout == "yolov5" ? 252 : 84) * 85];
        switch (layout)
        {
            case "yolox":
                Row(rows, 85, (3 * 8) + 3, [0, 0, MathF.Log(4), MathF.Log(2), 0.9f, 0, 0, 0.9f]); // cell 3,3 of stride 8 is centre 24,24
                return model.Output("output", [1, 84, 85], rows);
            case "yolox-decoded":
                Row(rows, 85, 27, [24, 24, 32, 16, 0.9f, 0, 0, 0.9f]);
                Row(rows, 85, 83, [65, 66, 3, 3, 0, 0, 0, 0]);
                return model.Output("output", [1, 84, 85], rows);
            case "yolov5":
                Row(rows, 85, 200, [24, 24, 32, 16, 0.9f, 0, 0, 0.9f]);
                return model.Output("output", [1, 252, 85], rows);
            case "yolov8":
                return model.Output("output0", [1, 10, 84], V8(10, 2)).Metadata("names", "{0: 'person', 1: 'bicycle', 2: 'car', 3: 'motorcycle', 4: 'airplane', 5: 'bus'}");
            case "end-to-end":
                var found = new float[10 * 6];
                Row(found, 6, 0, [8, 16, 40, 32, 0.8f, 2]);
                Row(found, 6, 1, [8, 16, 40, 32, 0.8f, 61]); // a toilet is no road user
                return model.Output("output0", [1, 10, 6], found);
            case "fastestdet":
                var cells = new float[85 * 16];
                var at = 5; // cell 1,1 of 4×4: centre 24 = (1 + 0.5) × 16
                (cells[at], cells[16 + at], cells[32 + at], cells[48 + at], cells[64 + at], cells[(7 * 16) + at]) =
                    (0.9f, MathF.Atanh(0.5f), MathF.Atanh(0.5f), 0, MathF.Log(1f / 3), 0.8f);
                return model.Output("758", [1, 85, 4, 4], cells);
            case "nanodet" or "picodet":
                var levels = layout == "nanodet" ? 3 : 4;
                for (var part = 0; part < 2; part++)
                    for (var i = 0; i < levels; i++)
                    {
                        var n = 64 >> (3 + i);
                        var (count, length) = (n * n, part == 0 ? 80 : 32);
                        var values = new float[count * length];
                        // cell 1,1 of stride 16: centre 24,24; sides 1, ½, 1, ½ strides
                        if (i == 1 && part == 0) values[(5 * 80) + 2] = 0.8f;
                        if (i == 1 && part == 1) Row(values, 32, 5, [.. Sure(1), .. Between(0, 1), .. Sure(1), .. Between(0, 1)]);
                        model.Output($"o{part}{i}", [1, count, length], values);
                    }
                return model;
            case "detr":
                var logits = new float[20 * 80];
                Array.Fill(logits, -8);
                logits[(4 * 80) + 2] = 1.5f;
                var boxes = new float[20 * 4];
                Row(boxes, 4, 4, [24 / 64f, 24 / 64f, 0.5f, 0.25f]);
                return model.Output("pred_boxes", [1, 20, 4], boxes).Output("logits", [1, 20, 80], logits);
            case "rt-detr":
                return model.AlsoTakesSize("orig_target_sizes")
                    .Output("labels", [1, 3], [2L, 2, 2]).Output("boxes", [1, 3, 4], [8f, 16, 40, 32, 0, 0, 5, 5, 0, 0, 5, 5]).Output("scores", [1, 3], [0.8f, 0.01f, 0.02f]);
            default: throw new ArgumentOutOfRangeException(nameof(layout));
        }
    }

    private static float[] V8(int length, int car)
    {
        var plane = new float[length * 84];
        float[] box = [24, 24, 32, 16];
        for (var i = 0; i < 4; i++) plane[(i * 84) + 40] = box[i];
        plane[((4 + car) * 84) + 40] = 0.8f;
        return plane;
    }

    private static void Row(float[] rows, int length, int at, float[] values) => values.CopyTo(rows, at * length);

    private static float[] Sure(int bin) => [.. Enumerable.Range(0, 8).Select(i => i == bin ? 30f : 0)];

    private static float[] Between(int a, int b) => [.. Enumerable.Range(0, 8).Select(i => i == a || i == b ? 30f : 0)];
}
