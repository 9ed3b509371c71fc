using System.Text.Json;
using OpenCvSharp;
using Qyran.Cli.Scoring;
using Qyran.Measure.Scoring.Plates;
using Qyran.Tests.Vision.Plates;

namespace Qyran.Tests.Cli.Scoring;

public sealed class ScorePlatesTests : IDisposable
{
    // where MadePlates draws a plate 140 px wide into 640 × 400
    private const int X = 250, Y = 263, Width = 140, Height = 36;
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-score-plates-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Folders_of_ones_own_are_measured_in_both_forms()
    {
        Draw("eu/a.png", "123ABC02");
        Put("eu/a.txt", $"a.png\t{X}\t{Y}\t{Width}\t{Height}\t123-ABC 02\n");
        Put("eu/gone.txt", "gone.jpg\t1\t2\t30\t9\tAB1\n");
        Put("eu/torn.jpg", "no picture");
        Put("eu/torn.txt", "torn.jpg\t1\t2\t30\t9\tAB1\n");
        Put("eu/README.txt", "Photos of our own.\n");
        Draw("eu/unlabelled.png", "777KAZ13");
        Draw("own/in/b.png", "123ABC02");
        Put("own/labels.csv", $"file,text,x,y,w,h,note\nin/b.png,123ABC03,{X},{Y},{Width},{Height},\nin/c.png,001AAA01,1,2,30,9,unsure\n");
        var ended = QyranProcess.RunShipped("score", "plates", Path.Combine(folder, "eu"), Path.Combine(folder, "own"), "--json", "--wrong");
        Assert.True(ended.Code == 0, ended.Error);
        using var json = JsonDocument.Parse(ended.Out);
        var (eu, own) = (json.RootElement.GetProperty("sets")[0], json.RootElement.GetProperty("sets")[1]);
        Assert.False(eu.GetProperty("boxes_only").GetBoolean());
        Assert.Equal(0, Of(eu, "accepted_elsewhere"));
        Assert.Equal((1, 1, 1, 1, 1), (Of(eu, "pictures"), Of(eu, "plates"), Of(eu, "found"), Of(eu, "texts"), Of(eu, "exact")));
        Assert.Equal((string[])["gone.jpg (no such picture)", "README.txt (no labels)", "torn.jpg (can't be read as a picture)", "unlabelled.png (no labels beside it)"],
            eu.GetProperty("left_out").EnumerateArray().Select(l => l.GetString()!).Order(StringComparer.OrdinalIgnoreCase));
        // the label says 3 where the plate says 2
        Assert.Equal((1, 0), (Of(own, "texts"), Of(own, "exact")));
        Assert.Equal(12.5, own.GetProperty("character_error_percent").GetDouble());
        Assert.Equal("123ABC02", own.GetProperty("wrong")[0].GetProperty("read").GetString());
        Assert.Equal((string[])["in/c.png (no such picture)"], own.GetProperty("left_out").EnumerateArray().Select(l => l.GetString()!));
        // 0.66 of 36 px
        Assert.Equal("≥ 14 px", eu.GetProperty("by_sign_height")[0].GetProperty("height").GetString());
        Assert.Equal((2, 1, 50.0), (Of(json.RootElement.GetProperty("all"), "plates"), Of(json.RootElement.GetProperty("all"), "exact"), json.RootElement.GetProperty("all").GetProperty("exact_percent").GetDouble()));

        var tables = QyranProcess.RunShipped("score", "plates", Path.Combine(folder, "eu"));
        Assert.True(tables.Code == 0, tables.Error);
        foreach (var words in (string[])["accepted", "confidence", "Left", "gone.jpg"]) Assert.Contains(words, tables.Out, StringComparison.Ordinal);

        static int Of(JsonElement set, string name) => set.GetProperty(name).GetInt32();
    }

    [Theory]
    [InlineData(66, "there is no folder", "{f}/none")]
    [InlineData(66, "holds no labelled plates", "{f}/empty")]
    [InlineData(65, "short/labels.csv: line 3 has 5 fields; 6 are wanted", "{f}/short")]
    [InlineData(65, "blank/labels.csv: is empty", "{f}/blank")]
    [InlineData(65, "tabs/a.txt: line 2 has 'x' for w", "{f}/tabs")]
    [InlineData(66, "none of its labelled pictures is there", "{f}/gone")]
    [InlineData(64, "--data", "{f}/short", "--data", "{f}")]
    [InlineData(65, "test/labels.csv: line 2 has 'wide' for w", "--data", "{f}/data")]
    public void Wrong_labels_end_in_one_clear_line(int code, string words, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        Put("short/labels.csv", "file,text,x,y,w,h\na.png,AB1,1,2,3,4\na.png,AB1,1,2,3\n");
        Put("blank/labels.csv", "\n");
        Put("tabs/a.txt", "a.png\t1\t2\t3\t4\tA\na.png\t1\t2\tx\t4\tA\n");
        Put("tabs/a.png", "");
        Put("gone/labels.csv", "file,text\na.png,AB1\n");
        Put("data/plates/kz/test/labels.csv", "file,text,x,y,w,h\na.png,AB1,1,2,wide,4\n");
        var ended = QyranProcess.RunShipped(["score", "plates", .. arguments.Select(a => a.Replace("{f}", folder, StringComparison.Ordinal))]);
        Assert.Equal(code, ended.Code);
        Assert.Contains(words, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("", ended.Out);
    }

    [Fact]
    public void A_set_of_the_project_without_its_labels_or_pictures_is_not_there()
    {
        Directory.CreateDirectory(Path.Combine(folder, "plates/kz/test"));
        Directory.CreateDirectory(Path.Combine(folder, "plates/es/test"));
        Assert.All(ScorePlateSet.All, set =>
        {
            Assert.Null(set.Read(folder, out var failure));
            Assert.Null(failure);
        });
    }

    [Fact]
    public void Pictures_left_out_of_a_set_are_named()
    {
        Put("plates/kz/test/labels.csv", "file,text,x,y,w,h,note\ncars/a.jpg,AB1,1,2,3,4,\ncars/b.jpg,,1,2,3,4,\ncars/c.jpg,AB1,1,2,3,4,unsure\n");
        foreach (var name in (string[])["b", "c"]) Put($"plates/kz/test/cars/{name}.jpg", "");
        Put("plates/es/test/cars/d.jpg", "no picture");
        Put("plates/es/test/cars/e.jpg", "no picture");
        Put("plates/es/test/cars_yolo/e.txt", "0 0.5 0.5 0.1 0.1\n");
        var kz = ScorePlateSet.All.Single(s => s.Key == "kz").Read(folder, out _)!;
        Assert.Equal((string[])["cars/a.jpg (no such picture)", "cars/c.jpg (noted: unsure)"], kz.Left);
        Assert.Null(Assert.Single(Assert.Single(kz.Pictures).Truth).Text); // a blank text is none
        Assert.Equal((string[])["d.jpg (no labels)", "e.jpg (can't be read as a picture)"], ScorePlateSet.All.Single(s => s.Key == "es").Read(folder, out _)!.Left);
    }

    [Fact]
    public void What_is_accepted_and_what_lies_elsewhere_is_kept_and_sets_of_boxes_say_what_found_means()
    {
        var score = PlateScore.None with { Plates = 4, Boxed = 4, Found = 3, Texts = 4, Exact = 3, Signs = 8, Accepted = 2, AcceptedRight = 2, Elsewhere = 5, AcceptedElsewhere = 1 };
        ScorePlateResult texts = new(ScorePlateSet.All[0], 4, false, score, [("≥ 40", score)], [], [], 1, [], []), boxes = texts with { Score = score with { Texts = 0 }, BoxesOnly = true };
        var figures = ScoreAllPlates.Figures("plates/kz", texts).ToDictionary(f => f.Key, f => (f.Value, f.Better));
        Assert.Equal((50, 1), figures["plates/kz/accepted"]);
        Assert.Equal((5, -1), figures["plates/kz/elsewhere"]);
        Assert.Equal((1, -1), figures["plates/kz/accepted_elsewhere"]);
        Assert.DoesNotContain("plates/kz/elsewhere", ScoreAllPlates.Figures("plates/kz", texts with { Crops = true }).Select(f => f.Key));

        var grid = ScorePlateGrids.Overview([texts, boxes]);
        Assert.Equal("1", grid.Rows[0][Array.IndexOf(grid.Columns, "accepted elsewhere")]);
        Assert.Equal("Kazakhstan, photos: spots from 0.3 on", grid.Rows[1][0]);
        Assert.Equal(grid.Rows[1][0], ScorePlateGrids.ByHeight([texts, boxes]).Rows[1][0]);
        Assert.All(grid.Rows, r => Assert.Equal(grid.Columns.Length, r.Length));
    }

    private void Put(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Draw(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var picture = MadePlates.On("KZ", text, Width);
        Cv2.ImWrite(path, picture);
    }
}
