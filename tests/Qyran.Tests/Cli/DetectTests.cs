using System.Text.Json;
using OpenCvSharp;
using Qyran.Cli;
using Qyran.Cli.Scoring;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring.Boxes;
using Qyran.Tests.Vision.Onnx;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Cli;

/// <summary>A model of constants: a car at 8,16–40,32 scored 0.8, a motorcycle and the person on it, in an input of 64 × 64.</summary>
public sealed class DetectTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-detect-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_picture_of_a_folder_becomes_one_line_in_order_with_its_own_pixels()
    {
        var pictures = Path.Combine(folder, "pictures");
        Save(Path.Combine(pictures, "b/1.PNG"), 128, 128);
        Save(Path.Combine(pictures, "a.jpg"), 64, 64);
        Save(Path.Combine(pictures, "b/2.jpeg"), 33, 47);
        File.WriteAllText(Path.Combine(pictures, "b/1.txt"), "no picture");
        var ended = QyranProcess.Run("detect", pictures, "--detector", Model(), "--threshold", "0.05");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        var lines = Lines(ended.Out);
        Assert.Equal([pictures + "/a.jpg", pictures + "/b/1.PNG", pictures + "/b/2.jpeg"], lines.Select(l => l.GetProperty("image").GetString()!));
        Assert.Equal([(64, 64), (128, 128), (33, 47)], lines.Select(l => (l.GetProperty("width").GetInt32(), l.GetProperty("height").GetInt32())));
        Assert.Equal([16, 32, 64, 32], Box(lines[1], 0));
        Assert.Equal([8, 16, 32, 16], Box(lines[0], 0));
        // 33 × 47 fills the 64 lines; its 45 columns begin at the ninth, so the car is cut on the left: (40 − 9) × 33 / 45
        Assert.Equal([0, 11.75, 22.73, 11.75], Box(lines[2], 0));
        Assert.All(lines, l => Assert.True(l.GetProperty("ms").GetDouble() > 0));
    }

    [Fact]
    public void Rider_and_machine_stay_two_and_the_threshold_beats_the_sidecar()
    {
        var picture = Save(Path.Combine(folder, "p.png"), 64, 64);
        Assert.Equal(["car", "motorcycle", "person"], Classes("0.05"));
        Assert.Equal(["car"], Classes("0.5"));

        string[] Classes(string threshold) => [.. Lines(QyranProcess.Run("detect", picture, "--detector", Model("score_threshold: 0.7\n"), "--threshold", threshold, "--json").Out)
            .Single().GetProperty("boxes").EnumerateArray().Select(b => b.GetProperty("class").GetString()!)];
    }

    [Theory]
    [InlineData(-6, "0.5")] // the car that the first look scored 0.8 is worth less
    [InlineData(6, "0.45")] // the motorcycle that it scored 0.4 is worth more
    public void The_threshold_counts_for_the_score_that_is_given_out(float sure, string threshold)
    {
        var picture = Save(Path.Combine(folder, "p.png"), 64, 64);
        File.WriteAllBytes(Path.Combine(folder, "close.onnx"), new TinyModel(64, 64).Output("numbers", [1, 11, 1, 1],
            [1 / 6f, 1 / 6f, 5 / 6f, 5 / 6f, -20, -20, -20, -20, sure, sure, sure]).ToArray());
        var all = Scores("0.05");
        Assert.Equal(3, all.Length);
        Assert.Equal(all.Where(s => s >= double.Parse(threshold)), Scores(threshold));

        double[] Scores(string least) => [.. Lines(QyranProcess.Run("detect", picture, "--detector", Model("close_look: close.onnx\n"), "--threshold", least, "--json").Out)
            .Single().GetProperty("boxes").EnumerateArray().Select(b => b.GetProperty("score").GetDouble())];
    }

    [Fact]
    public void Pictures_are_drawn_and_put_onto_sheets()
    {
        var pictures = Path.Combine(folder, "pictures");
        for (var i = 0; i < 21; i++) Save(Path.Combine(pictures, $"{i:00}.png"), 65, 65);
        var seen = Path.Combine(folder, "seen");
        Assert.Equal((0, ""), QyranProcess.Run("detect", pictures, Path.Combine(pictures, "00.png"), "--detector", Model(), "--out", seen) is var ended ? (ended.Code, ended.Error) : default);
        Assert.Equal(["sheet-001.png", "sheet-002.png"], Directory.GetFiles(seen).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(22, Directory.GetFiles(Path.Combine(seen, "pictures")).Length); // the second 00 beside the first
        using var drawn = Cv2.ImRead(Path.Combine(seen, "pictures/00.jpg"));
        using var plain = Cv2.ImRead(Path.Combine(pictures, "00.png"));
        Assert.Equal((65, 65), (drawn.Width, drawn.Height));
        using var change = new Mat();
        Cv2.Absdiff(drawn, plain, change);
        Assert.True(Cv2.Mean(change).Val0 > 3, "nothing was drawn");
    }

    [Fact]
    public void A_file_that_is_no_picture_is_named_and_the_rest_goes_on()
    {
        var pictures = Path.Combine(folder, "pictures");
        Save(Path.Combine(pictures, "a.png"), 64, 64);
        File.WriteAllText(Path.Combine(pictures, "b.jpg"), "no picture");
        File.WriteAllText(Path.Combine(pictures, "c.jpg"), "");
        Save(Path.Combine(pictures, "d.png"), 64, 64);
        var ended = QyranProcess.Run("detect", pictures, "--detector", Model());
        Assert.Equal((65, 2), (ended.Code, Lines(ended.Out).Length));
        Assert.Equal(["b.jpg", "c.jpg", "2 of 4"], ((string[])["b.jpg", "c.jpg", "2 of 4"]).Where((w, i) => ended.ErrorLines[i].Contains(w, StringComparison.Ordinal)));
        Assert.Equal(3, ended.ErrorLines.Length);
    }

    [Fact]
    public void What_may_not_be_unpacked_is_said_and_no_pipe_is_waited_for()
    {
        var (huge, pipe, link) = (Path.Combine(folder, "huge.png"), Path.Combine(folder, "pipe.jpg"), Path.Combine(folder, "link.jpg"));
        File.WriteAllBytes(huge, PlatesTests.HugePng());
        Media.Clip.Tool("mkfifo", pipe);
        File.CreateSymbolicLink(link, pipe);
        using var picture = new DetectPicture();
        foreach (var (path, says) in ((string, string)[])[(huge, "20000 × 20000 pixels"), (pipe, "is empty"), (link, "is empty")])
        {
            Assert.False(picture.TryRead(path, out var why));
            Assert.Contains(says, why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Links_to_folders_are_not_followed_and_a_stop_ends_the_search()
    {
        var pictures = Path.Combine(folder, "pictures");
        Save(Path.Combine(pictures, "b/1.png"), 8, 8);
        File.CreateSymbolicLink(Path.Combine(pictures, "b/2.png"), Path.Combine(pictures, "b/1.png"));
        Directory.CreateSymbolicLink(Path.Combine(pictures, "b/up"), pictures);
        Assert.Equal(["b/1.png", "b/2.png"], DetectFiles.Find([pictures], out _)!.Select(f => f.Name));
        Assert.Null(DetectFiles.Find([pictures], out var failure, new CancellationToken(canceled: true)));
        Assert.Equal(FailureKind.Cancelled, failure!.Kind);
    }

    [Fact]
    public void A_picture_too_wide_for_a_jpeg_is_drawn_as_a_png_and_never_empty()
    {
        var seen = Path.Combine(folder, "seen");
        using (var wide = new Mat(40, 66_000, MatType.CV_8UC3, new Scalar(90, 110, 100)))
        using (var drawing = new DetectDrawing(seen)) drawing.Add(wide, "wide.jpg", []);
        var drawn = new FileInfo(Assert.Single(Directory.GetFiles(Path.Combine(seen, "pictures"))));
        Assert.Equal(("wide.png", true), (drawn.Name, drawn.Length > 0));
    }

    [Theory]
    [InlineData(66, "{none}", "--detector", "{model}")]
    [InlineData(66, "{empty}", "--detector", "{model}")]
    [InlineData(66, "{picture}", "--detector", "{none}")]
    [InlineData(65, "{picture}", "--detector", "{picture}")]
    [InlineData(64, "{picture}", "--detector", "motion")]
    [InlineData(64, "{picture}", "--detector", "street.adapted.json")]
    [InlineData(64, "{picture}", "--detector", "{model}", "--threshold", "0")]
    [InlineData(64, "{picture}", "--detector", "{model}", "--threshold", "1.5")]
    [InlineData(73, "{picture}", "--detector", "{model}", "--out", "{picture}/below")]
    public void What_cannot_be_ends_in_one_clear_line(int code, params string[] arguments)
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        var picture = Save(Path.Combine(folder, "p.png"), 64, 64);
        var model = Model();
        var ended = QyranProcess.Run(["detect", .. arguments.Select(a => a.Replace("{none}", folder + "/none", StringComparison.Ordinal).Replace("{empty}", empty, StringComparison.Ordinal)
            .Replace("{picture}", picture, StringComparison.Ordinal).Replace("{model}", model, StringComparison.Ordinal))]);
        Assert.Equal((code, 1, ""), (ended.Code, ended.ErrorLines.Length, ended.Out));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(64, 48)]
    public void A_still_becomes_the_planes_a_video_would_bring(int width, int height)
    {
        var path = Path.Combine(folder, "p.png");
        using (var made = new Mat(height, width, MatType.CV_8UC3))
        {
            Cv2.Randu(made, Scalar.All(0), Scalar.All(256));
            // even in every two by two, so that the way colour is averaged does not matter
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++) made.Set(y, x, made.At<Vec3b>(y & ~1, x & ~1));
            Cv2.ImWrite(path, made);
        }
        using var picture = new DetectPicture();
        Assert.True(picture.TryRead(path));
        var frame = picture.Frame();
        Assert.Equal((width, height, width * height, (width + 1) / 2 * ((height + 1) / 2)), (frame.Width, frame.Height, frame.Y.Length, frame.U.Length));
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var pixel = picture.Colours.At<Vec3b>(y, x);
                double b = pixel.Item0, g = pixel.Item1, r = pixel.Item2;
                var at = (y / 2 * frame.ChromaWidth) + (x / 2);
                Assert.Equal(16 + (0.25679 * r) + (0.50413 * g) + (0.09791 * b), frame.Y[(y * width) + x], 0.52);
                Assert.Equal(128 - (0.14822 * r) - (0.29099 * g) + (0.43922 * b), frame.U[at], 0.52);
                Assert.Equal(128 + (0.43922 * r) - (0.36779 * g) - (0.07143 * b), frame.V[at], 0.52);
            }
        Assert.False(picture.TryRead(Path.Combine(folder, "none.png")));
    }

    [Fact]
    public void Detectors_are_scored_on_labelled_pictures_and_doubles_count_once()
    {
        var part = Path.Combine(folder, "data/detection/openimages_vehicles/test");
        Save(Path.Combine(part, "images/1.png"), 64, 64);
        File.Copy(Path.Combine(part, "images/1.png"), Path.Combine(part, "images/2.png"));
        Save(Path.Combine(part, "images/3.png"), 128, 128);
        Directory.CreateDirectory(Path.Combine(part, "labels"));
        foreach (var (name, labels) in ((string, string)[])[("1", "2 0.375 0.375 0.5 0.25"), ("2", ""), ("3", "2 0.375 0.375 0.5 0.25\n4 0.9 0.9 0.1 0.1")])
            File.WriteAllText(Path.Combine(part, $"labels/{name}.txt"), labels);
        var ended = QyranProcess.Run("score", "detections", "--data", Path.Combine(folder, "data"), "--detector", Model("score_threshold: 0.7\n"), "--json", "--out", Path.Combine(folder, "worst"));
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        using var json = JsonDocument.Parse(ended.Out);
        var set = json.RootElement.GetProperty("sets")[0];
        Assert.Equal((2, 1), (set.GetProperty("pictures").GetInt32(), set.GetProperty("doubles_left_out").GetInt32()));
        var model = set.GetProperty("models")[0];
        Assert.Equal((2, 1.0), (Class("car").GetProperty("boxes").GetInt32(), Class("car").GetProperty("ap50").GetDouble()));
        Assert.Equal((1, 0.0), (Class("truck").GetProperty("boxes").GetInt32(), Class("truck").GetProperty("ap50").GetDouble()));
        Assert.Equal(JsonValueKind.Null, Class("bus").GetProperty("ap50").ValueKind);
        Assert.Equal(0.5, model.GetProperty("ap50").GetDouble());
        Assert.True(model.GetProperty("detect_ms").GetDouble() > 0);
        Assert.True(File.Exists(Path.Combine(folder, "worst/openimages_vehicles-test/m-truck-missed-001.png")));
        Assert.True(File.Exists(Path.Combine(folder, "worst/openimages_vehicles-test/m-motorcycle-false-001.png")));

        var table = QyranProcess.Run("score", "detections", "--data", Path.Combine(folder, "data"), "--detector", Model(), "--sets", "openimages_vehicles/test");
        Assert.Equal((0, ""), (table.Code, table.Error));
        Assert.Contains("1 doubles left out", table.Out, StringComparison.Ordinal);

        JsonElement Class(string name) => model.GetProperty("classes").GetProperty(name);
    }

    [Fact]
    public void Joining_riders_is_what_a_camera_gets_and_a_choice_elsewhere()
    {
        var found = new Detection[8];
        using var picture = new DetectPicture();
        Assert.True(picture.TryRead(Save(Path.Combine(folder, "p.png"), 64, 64)));
        Assert.Equal((2, 3), (Count(new()), Count(new(JoinRiders: false))));
        // a least score takes the place of the sidecar's, another threshold does not
        var model = Model("score_threshold: 0.35\n");
        Assert.Equal((2, 2, 1), (Count(new(ScoreThreshold: 0.1f, JoinRiders: false), model), Count(new(ScoreThreshold: 0.5f, JoinRiders: false), model), Count(new(LeastScore: 0.5f), model)));

        int Count(OnnxSettings settings, string? path = null)
        {
            Assert.True(OnnxDetector.TryOpen(path ?? Model(), settings, out var detector, out var failure), failure?.Text);
            using (detector) return detector.Detect(picture.Frame(), found);
        }
    }

    [Fact]
    public void A_simulated_clip_gives_a_picture_a_second_with_its_truth()
    {
        var clip = Directory.CreateDirectory(Path.Combine(folder, "clips/made")).FullName;
        File.Move(MadeVideo.Driving(folder), Path.Combine(clip, "video.mp4"));
        File.WriteAllText(Path.Combine(clip, "truth.json"), MadeVideo.DrivingTruth());
        foreach (var given in (string[])[clip, Path.Combine(folder, "clips")])
        {
            using var clips = ScoreDetectionClips.Take(given, CancellationToken.None, out var failure);
            Assert.Null(failure);
            Assert.Equal(["made-00000.jpg", "made-00025.jpg", "made-00050.jpg", "made-00075.jpg", "made-00100.jpg", "made-00125.jpg"], clips!.Part.Pictures.Select(p => p.File.Name));
            // the car is in the picture from the second on; its number is that of the set's cars, and the picture shows it there
            var seen = clips.Part.Pictures.Where(p => p.Labels.Count > 0).ToList();
            Assert.InRange(seen.Count, 3, 5);
            using var picture = new DetectPicture();
            foreach (var (file, labels) in seen)
            {
                Assert.True(picture.TryRead(file.Path));
                Assert.Equal(("car", false), (clips.Part.Set.Classes[labels[0].Class].Name, labels[0].Hidden));
                var box = labels[0].In(picture.Width, picture.Height);
                var inside = picture.Frame().Y[((int)box.Centre.Y * picture.Width) + (int)box.Centre.X];
                var below = picture.Frame().Y[((int)(box.Bottom + 20) * picture.Width) + (int)box.Centre.X];
                Assert.True(inside + 30 < below, $"{file.Name}: {inside} inside the box, {below} below it");
            }
        }
        Assert.Null(ScoreDetectionClips.Take(Path.Combine(folder, "none"), CancellationToken.None, out var missing));
        Assert.Contains("no simulated clip", missing!.Text, StringComparison.Ordinal);
        File.Delete(Path.Combine(clip, "video.mp4"));
        Assert.Null(ScoreDetectionClips.Take(clip, CancellationToken.None, out missing));
        Assert.Contains("video.mp4", missing!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_accuracy_page_sets_the_models_that_are_there_side_by_side()
    {
        var data = Path.Combine(folder, "data");
        var part = Path.Combine(data, "detection/atl_traffic/test");
        Save(Path.Combine(part, "images/1.png"), 64, 64);
        Directory.CreateDirectory(Path.Combine(part, "labels"));
        File.WriteAllText(Path.Combine(part, "labels/1.txt"), "2 0.375 0.375 0.5 0.25\n0 0.8125 0.78125 0.1875 0.15625");
        Assert.Null(Section());
        Directory.CreateDirectory(Path.Combine(data, "models/fastestdet"));
        File.Move(Model(), Path.Combine(data, "models/fastestdet/FastestDet.onnx"));
        File.Move(Path.Combine(folder, "m.yaml"), Path.Combine(data, "models/fastestdet/FastestDet.yaml"));
        var section = Section()!;
        Assert.Equal(2, section.Grids.Count);
        Assert.Equal((1, 1, 1), (Of("car/ap50"), Of("bike/ap50"), Of("all/ap50")));
        Assert.Contains("ATL, road cameras", section.How, StringComparison.Ordinal);
        Assert.Contains("learned from this set's training part", section.How, StringComparison.Ordinal);
        Assert.Contains("openimages_vehicles (no pictures)", section.How, StringComparison.Ordinal);
        Assert.Contains("detections/atl_traffic/test/yolox_nano/", section.Left.SelectMany(l => l.Keys));

        double Of(string key) => section.Figures.Single(f => f.Key == "detections/atl_traffic/test/FastestDet/" + key).Value;

        ScoreSection? Section()
        {
            var measured = ScoreAllDetections.Section(data, CancellationToken.None, out var failure);
            Assert.Null(failure);
            // a shipped model makes a section of its own
            return measured is not null && measured.Figures.Exists(f => f.Key.Contains("FastestDet", StringComparison.Ordinal)) ? measured : null;
        }
    }

    [Fact]
    public void Simulated_clips_make_a_table_with_people_bicycles_and_vans()
    {
        var clip = Directory.CreateDirectory(Path.Combine(folder, "clips/made")).FullName;
        File.Move(MadeVideo.Driving(folder), Path.Combine(clip, "video.mp4"));
        File.WriteAllText(Path.Combine(clip, "truth.json"), MadeVideo.DrivingTruth().Replace("\"class\":\"car\"", "\"class\":\"van\"", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(folder, "data/models/fastestdet"));
        File.Move(Model(), Path.Combine(folder, "data/models/fastestdet/FastestDet.onnx"));
        File.Move(Path.Combine(folder, "m.yaml"), Path.Combine(folder, "data/models/fastestdet/FastestDet.yaml"));
        var section = ScoreAllDetections.Simulated(Path.Combine(folder, "data"), ScoreClip.Find(Path.Combine(folder, "clips"), out _), CancellationToken.None, out var failure);
        Assert.Null(failure);
        Assert.Contains("(3 pictures, some 3 a clip)", section!.How, StringComparison.Ordinal); // one every two seconds of six
        Assert.Contains("learned from other simulated scenes", section.How, StringComparison.Ordinal);
        foreach (var column in (string[])["person (0)", "bicycle (0)", "van ("]) Assert.Contains(section.Grids[0].Columns, c => c.StartsWith(column, StringComparison.Ordinal));
        Assert.Contains(section.Figures, f => f.Key == "simulated-detections/FastestDet/van/ap50");
    }

    [Fact]
    public void Two_models_of_one_name_are_told_apart()
    {
        var nothing = BoxScore.Of(LabelSet.Simulated, []);
        ScoreDetectionResult[] results = [Of("m", "aaaaaaaaaa"), Of("m", "bbbbbbbbbb"), Of("n", "cccccccccc")];
        Assert.Equal(["m-aaaaaaaa", "m-bbbbbbbb", "n"], results.Select(r => r.NameAmong(results)));

        ScoreDetectionResult Of(string name, string hash) => new(name + ".onnx", new(name, "1", hash, 64, 64), nothing, [], 0, 0, 0, 0);
    }

    [Theory]
    [InlineData(66, "--data", "{none}")]
    [InlineData(66, "--data", "{empty}")]
    [InlineData(64, "--data", "{empty}", "--sets", "coco")]
    [InlineData(64, "--data", "{empty}", "--sets", "atl_traffic/..")]
    [InlineData(66, "--data", "{empty}", "--sets", "atl_traffic/train")]
    public void Scoring_without_pictures_ends_in_one_clear_line(int code, params string[] arguments)
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        var ended = QyranProcess.Run(["score", "detections", .. arguments.Select(a => a.Replace("{none}", folder + "/none", StringComparison.Ordinal).Replace("{empty}", empty, StringComparison.Ordinal))]);
        Assert.Equal((code, 1, ""), (ended.Code, ended.ErrorLines.Length, ended.Out));
    }

    private static JsonElement[] Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private static double[] Box(JsonElement line, int box) => [.. line.GetProperty("boxes")[box].GetProperty("box").EnumerateArray().Select(v => v.GetDouble())];

    private static string Save(string path, int width, int height)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var picture = new Mat(height, width, MatType.CV_8UC3, new Scalar(90, 110, 100));
        Cv2.ImWrite(path, picture);
        return path;
    }

    private string Model(string sidecar = "")
    {
        var path = Path.Combine(folder, "m.onnx");
        var values = new float[7 * 84];
        Put(0, [24, 24, 32, 16, 0.8f, 0, 0]);
        Put(1, [52, 50, 12, 10, 0, 0.4f, 0]);
        Put(2, [52, 46, 8, 14, 0, 0, 0.3f]);
        File.WriteAllBytes(path, new TinyModel(64, 64).Output("output0", [1, 7, 84], values).ToArray());
        File.WriteAllText(Path.Combine(folder, "m.yaml"), sidecar + "labels: [car, motorcycle, person]\n");
        return path;

        void Put(int column, float[] of)
        {
            for (var row = 0; row < of.Length; row++) values[(row * 84) + column] = of[row];
        }
    }
}
