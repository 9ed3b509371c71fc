using System.Text;
using Qyran.Cli.Scoring;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Scoring.Counts;

namespace Qyran.Tests.Measure.Scoring.Counts;

public sealed class CountTests
{
    private static readonly CountedLine Line = new("away", 300, 100, 500, Down: false, [1, 2, 2.2, 9]);

    [Fact]
    public void Every_pass_is_paired_once_and_the_rest_is_missed_or_extra()
    {
        var score = CountScore.Of(Line, [9.9, 1.3, 2.1, 2.15, 5]);
        Assert.Equal(4, score.True);
        Assert.Equal([1.3, 2.1, 2.15, 5, 9.9], score.Counted);
        Assert.Empty(score.Missed);
        Assert.Equal([5], score.Extra);

        var poor = CountScore.Of(Line, [2.4, 10.1]);
        Assert.Equal([1, 2.2, 9], poor.Missed); // 2.4 s is near enough to the pass at 2 s and to that at 2.2 s: the earlier has it
        Assert.Equal([10.1], poor.Extra);
    }

    [Theory]
    [InlineData(RoadUser.Car, 300, 340, 280, 1.333)] // upwards over the line, a third of the way from 310 to 280
    [InlineData(RoadUser.Car, 300, 280, 340, null)] // the other way
    [InlineData(RoadUser.Car, 700, 340, 280, null)] // beside the line
    [InlineData(RoadUser.Person, 300, 340, 280, null)]
    [InlineData(RoadUser.Car, 300, 340, 320, null)] // not as far
    public void A_track_passes_where_its_lower_edge_does(RoadUser kind, double x, double from, double to, double? at)
    {
        Track track = new(1, kind, [Point(0, x, from), Point(1, x, (from + to) / 2), Point(2, x, to)]);
        var passed = Line.PassedBy(track);
        Assert.Equal(at, passed is { } p ? Math.Round(p, 3) : null);

        static TrackPoint Point(long second, double x, double bottom)
        {
            var box = new PixelBox(x - 20, bottom - 30, 40, 30);
            return new(second, new CaptureTime(second * 1_000_000, null, null, TimeQuality.Exact), box, box, 0.9f);
        }
    }

    [Fact]
    public void Every_count_of_the_project_can_be_read()
    {
        var files = Directory.GetFiles(Path.Combine(Material.Project, "testdata", "counts"), "*.yaml");
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            var file = CountFile.Read(File.ReadAllBytes(path), out var errors);
            Assert.True(file is not null, $"{path}: {string.Join("; ", errors)}");
            Assert.Equal(Path.GetFileNameWithoutExtension(path), file.Clip);
            Assert.All(file.Lines, l => Assert.True(l.PassesS.Length > 0 && l.ToX > l.FromX));
        }
    }

    [Theory]
    [InlineData("qyran_count: 2\nclip: a\nhow: b\nlines: []", 1, "qyran_count")]
    [InlineData("qyran_count: 1\nclip: ../a\nhow: b\nlines: []", 2, "clip")]
    [InlineData("qyran_count: 1\nclip: a\nhow: b\nlines:\n  - { id: l, y: 3, from_x: 0, to_x: 9, going: left, passes_s: [] }", 5, "lines[0].going")]
    [InlineData("qyran_count: 1\nclip: a\nhow: b\nlines:\n  - { id: l, y: 3, from_x: 0, to_x: 9, going: up, passes_s: [soon] }", 5, "lines[0].passes_s")]
    [InlineData("qyran_count: 1\nclip: a\nhow: b\nlines:\n  - { id: l, y: 3, from_x: 0, to_x: 9, going: up, passes_s: 4 }", 5, "lines[0].passes_s")]
    public void A_wrong_file_is_told_by_line_and_field(string yaml, int line, string field)
    {
        Assert.Null(CountFile.Read(Encoding.UTF8.GetBytes(yaml), out var errors));
        Assert.Contains(errors, e => e.Line == line && e.Field == field);
    }

    [Fact]
    public void A_clip_that_is_not_there_is_named_and_one_that_breaks_off_is_no_poor_count()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-counts-").FullName;
        try
        {
            var counts = Directory.CreateDirectory(Path.Combine(folder, "counts")).FullName;
            File.WriteAllText(Path.Combine(counts, "made.yaml"), "qyran_count: 1\nclip: made\nhow: a test\nlines:\n  - { id: l, y: 236, from_x: 0, to_x: 640, going: up, passes_s: [] }\n");
            List<string> left = [];
            Assert.Empty(ScoreCounts.Measure(folder, counts, "motion", left, TestContext.Current.CancellationToken, out var failure)!);
            Assert.Null(failure);
            Assert.Equal("made", Assert.Single(left));

            // its index says what is in it, but of the pictures nothing is left
            var path = Cli.MadeVideo.Driving(Directory.CreateDirectory(Path.Combine(folder, "videos")).FullName, "made.mp4", seconds: 1);
            var bytes = File.ReadAllBytes(path);
            var (from, until) = (bytes.AsSpan().IndexOf("mdat"u8) + 4, bytes.AsSpan().IndexOf("moov"u8) - 4);
            Assert.InRange(from, 5, until);
            bytes.AsSpan(from, until - from).Clear();
            File.WriteAllBytes(path, bytes);
            Assert.Null(ScoreCounts.Measure(folder, counts, "motion", left, TestContext.Current.CancellationToken, out failure));
            Assert.NotNull(failure);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The part of the counts that is quick: these hold in every run, without a double.</summary>
    [Theory]
    [InlineData("ahmetozlu_vehicle_survaillance", 0)]
    [InlineData("tfl_625_201709141107", 0)]
    [InlineData("tfl_625_201709042122", 6)]
    [InlineData("eden_highway", 0)]
    public void Vehicles_are_counted_as_a_person_counts_them(string clip, int off)
    {
        Material.Need($"videos/{clip}.mp4");
        var folder = Directory.CreateTempSubdirectory("qyran-counts-").FullName;
        try
        {
            var counts = Directory.CreateDirectory(Path.Combine(folder, "counts")).FullName;
            File.Copy(Path.Combine(Material.Project, "testdata", "counts", clip + ".yaml"), Path.Combine(counts, clip + ".yaml"));
            Directory.CreateSymbolicLink(Path.Combine(folder, "scenes"), Path.Combine(Material.Project, "testdata", "scenes"));
            var results = ScoreCounts.Measure(Material.Root, counts, null, [], TestContext.Current.CancellationToken, out var failure);
            Assert.Null(failure);
            var lines = Assert.Single(results!).Lines;
            Assert.True(lines.Sum(l => l.Score.Missed.Length) <= off && lines.All(l => l.Score.Extra.IsEmpty),
                string.Join("; ", lines.Select(l => $"{l.Line.Id}: missed at {string.Join(", ", l.Score.Missed)} s, extra at {string.Join(", ", l.Score.Extra)} s")));

            Assert.Null(ScoreCountStrip.Write(results!, Path.Combine(folder, "strips"), TestContext.Current.CancellationToken));
            Assert.Equal(lines.Count, Directory.GetFiles(Path.Combine(folder, "strips"), "*.png").Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
