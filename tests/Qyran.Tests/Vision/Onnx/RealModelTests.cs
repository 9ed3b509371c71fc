using System.Globalization;
using OpenCvSharp;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

/// <summary>Public models on labelled road pictures: they must be recognised and find about what their makers say they find.</summary>
public sealed class RealModelTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("yolox_nano/yolox_nano.onnx", "yolox", 0.6, 0.5)]
    [InlineData("nanodet/nanodet_m.onnx", "nanodet", 0.6, 0.4)]
    [InlineData("picodet/picodet_s_320_coco.onnx", "picodet", 0.6, 0.35)]
    [InlineData("fastestdet/FastestDet.onnx", "fastestdet", 0.6, 0.15)]
    public void A_public_model_finds_vehicles(string model, string layout, double recallFloor, double precisionFloor)
    {
        Assert.True(OnnxDetector.TryOpen(Material.Need("models/" + model), new(), out var detector, out var failure), failure?.Text);
        using (detector)
        {
            Assert.Equal(layout, detector.Layout);
            Assert.Equal(64, detector.Identity.WeightsSha256!.Length);
            var step = int.Parse(Environment.GetEnvironmentVariable("QYRAN_STEP") ?? "25", CultureInfo.InvariantCulture);
            foreach (var folder in new[] { "atl_traffic", "openimages_vehicles" })
            {
                var score = Measure(detector, folder, step, 0.3f);
                output.WriteLine($"{layout} {folder}: {score}");
                if (folder != "openimages_vehicles") continue;
                Assert.True(score.Recall >= recallFloor && score.Precision >= precisionFloor, $"{layout} {folder}: {score}");
            }
        }
    }

    [Fact]
    public void A_model_that_is_no_detector_is_refused()
    {
        Assert.False(OnnxDetector.TryOpen(Material.Need("models/reid_osnet/osnet_x0_25_msmt17.onnx"), new(), out _, out var failure));
        Assert.Contains("1×512", failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_unnamed_classes_asks_for_names()
    {
        Assert.False(OnnxDetector.TryOpen(Material.Need("models/hyperlpr/y5fu_320x_sim.onnx"), new(), out _, out var failure));
        Assert.Contains("labels", failure.Text, StringComparison.Ordinal);
    }

    private sealed record Score(int Pictures, int Truth, double Recall, double Precision, double Ms)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Pictures} pictures, {Truth} vehicles, recall {Recall:0.000}, precision {Precision:0.000}, {Ms:0.0} ms a picture");
    }

    private static Score Measure(OnnxDetector detector, string folder, int step, float threshold)
    {
        var images = Directory.GetFiles(Material.Need($"detection/{folder}/train/images")).Order(StringComparer.Ordinal).ToArray();
        var draw = Environment.GetEnvironmentVariable("QYRAN_DRAW");
        var found = new Detection[200];
        var (pictures, truths, hit, right, said) = (0, 0, 0, 0, 0);
        var spent = TimeSpan.Zero;
        for (var i = 0; i < images.Length; i += step)
        {
            var picture = Picture.Read(images[i]);
            var truth = Truth(images[i], picture);
            detector.Detect(picture.View(), found);
            var begin = System.Diagnostics.Stopwatch.GetTimestamp();
            var count = detector.Detect(picture.View(), found);
            spent += System.Diagnostics.Stopwatch.GetElapsedTime(begin);
            // the labels leave out people, so those are not counted against anyone
            var vehicles = found[..count].Where(d => d.Class != RoadUser.Person && d.Score >= threshold).ToArray();
            var taken = new bool[truth.Count];
            foreach (var d in vehicles)
            {
                var best = Enumerable.Range(0, truth.Count).Where(t => !taken[t]).OrderByDescending(t => truth[t].Iou(d.Box)).FirstOrDefault(-1);
                if (best < 0 || truth[best].Iou(d.Box) < 0.5) continue;
                taken[best] = true;
                right++;
            }
            (pictures, truths, hit, said) = (pictures + 1, truths + truth.Count, hit + taken.Count(t => t), said + vehicles.Length);
            if (draw is not null) Draw(images[i], vehicles, truth, Path.Combine(draw, $"{detector.Layout}-{folder}-{i}.jpg"));
        }
        return new(pictures, truths, (double)hit / truths, said == 0 ? 0 : (double)right / said, spent.TotalMilliseconds / pictures);
    }

    private static List<PixelBox> Truth(string image, Picture picture)
    {
        var labels = Path.ChangeExtension(image.Replace("/images/", "/labels/", StringComparison.Ordinal), ".txt");
        if (!File.Exists(labels)) return [];
        return [.. File.ReadLines(labels).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(p => p.Length == 5).Select(p =>
        {
            var v = p[1..].Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            return new PixelBox((v[0] - (v[2] / 2)) * picture.Width, (v[1] - (v[3] / 2)) * picture.Height, v[2] * picture.Width, v[3] * picture.Height);
        })];
    }

    private static void Draw(string image, Detection[] found, List<PixelBox> truth, string to)
    {
        using var canvas = Cv2.ImRead(image);
        foreach (var t in truth) Cv2.Rectangle(canvas, new Rect((int)t.X, (int)t.Y, (int)t.Width, (int)t.Height), Scalar.Lime, 1);
        foreach (var d in found)
        {
            Cv2.Rectangle(canvas, new Rect((int)d.Box.X, (int)d.Box.Y, (int)d.Box.Width, (int)d.Box.Height), Scalar.Red, 1);
            Cv2.PutText(canvas, $"{d.Class} {d.Score:0.00}", new Point(d.Box.X, d.Box.Y - 2), HersheyFonts.HersheyPlain, 0.8, Scalar.Red);
        }
        Cv2.ImWrite(to, canvas);
    }
}
