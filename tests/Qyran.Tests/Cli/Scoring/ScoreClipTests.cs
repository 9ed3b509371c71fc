using Qyran.Cli.Scoring;
using Qyran.Domain.Failures;
using Qyran.Tests.Simulator;

namespace Qyran.Tests.Cli.Scoring;

/// <summary>Where simulated clips are found, and how the shipped scenarios become some.</summary>
public sealed class ScoreClipTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-clip-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Clips_are_found_under_each_camera_and_those_without_a_truth_are_named()
    {
        foreach (var file in (string[])["a/truth.json", "a/video.mp4", "section/entry/truth.json", "section/exit/truth.json", "section/third/video.mp4", "b/video.mp4", "notes/text.txt"])
        {
            Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(file)!));
            File.WriteAllText(Path.Combine(folder, file), "");
        }
        Assert.Equal("a section-entry section-exit", string.Join(' ', ScoreClip.Find(folder, out var untrue).Select(c => c.Name)));
        Assert.Equal("b section-third", string.Join(' ', untrue));
        Assert.Equal(new ScoreClip("a", Path.Combine(folder, "a")), Assert.Single(ScoreClip.Find(Path.Combine(folder, "a"), out untrue)));
        Assert.Empty(untrue);
        Assert.Empty(ScoreClip.Find(Path.Combine(folder, "none"), out _));
    }

    [Fact]
    public void A_scenario_is_rendered_once_and_again_when_it_changes()
    {
        var scenarios = Directory.CreateDirectory(Path.Combine(folder, "scenarios")).FullName;
        var (file, home) = (Path.Combine(scenarios, "road.yaml"), Path.Combine(folder, "home"));
        File.WriteAllText(file, Scenarios.Road().Replace("seconds: 6", "seconds: 0.2", StringComparison.Ordinal));
        var first = Clip();
        Assert.Equal("road", first.Name);
        foreach (var part in (string[])["video.mp4", "scene.yaml", "truth.json"]) Assert.True(File.Exists(Path.Combine(first.Folder, part)), part);
        File.WriteAllText(Path.Combine(first.Folder, "mark"), ""); // it would go if the clip were made again
        Assert.Equal(first, Clip());
        Assert.True(File.Exists(Path.Combine(first.Folder, "mark")));

        File.AppendAllText(file, "# another\n");
        Assert.NotEqual(first.Folder, Clip().Folder);
        Assert.Empty(Directory.GetDirectories(home, "*.part"));

        File.AppendAllText(file, "roadz: 1\n");
        Assert.Null(ScoreShipped.Clips(scenarios, home, TestContext.Current.CancellationToken, out var wrong));
        Assert.Equal(FailureKind.Invalid, wrong!.Kind);

        ScoreClip Clip()
        {
            var clips = ScoreShipped.Clips(scenarios, home, TestContext.Current.CancellationToken, out var failure);
            Assert.True(clips is not null, failure?.Text);
            return Assert.Single(clips);
        }
    }
}
