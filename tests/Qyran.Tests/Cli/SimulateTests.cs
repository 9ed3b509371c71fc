using Qyran.Tests.Simulator;

namespace Qyran.Tests.Cli;

/// <summary>A slip on the command line ends in one line.</summary>
public sealed class SimulateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-simulate-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_empty_folder_name_is_refused_in_one_line()
    {
        var ended = QyranProcess.Run("simulate", Path.Combine(Scenarios.Folder, "empty.yaml"), "--out", "", "--truth-only");
        Assert.Equal(64, ended.Code);
        Assert.Contains("--out is empty", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_scenario_itself_is_never_written_over()
    {
        var (own, link) = (Path.Combine(folder, "own"), Path.Combine(folder, "link"));
        Directory.CreateDirectory(own);
        Directory.CreateSymbolicLink(link, own);
        string Keep(string name, string text)
        {
            File.WriteAllText(Path.Combine(own, name), text);
            return Path.Combine(own, name);
        }
        var sections = File.ReadAllText(Path.Combine(Scenarios.Folder, "section.yaml"));
        foreach (var scenario in (string[])[Keep("scene.yaml", Scenarios.Road()), Keep("video.mp4", Scenarios.Road()), Keep("scene.yaml.part", Scenarios.Road()), Keep("section.yaml", sections)])
        {
            var before = File.ReadAllText(scenario);
            foreach (var into in (string[])[own, link])
            {
                var ended = QyranProcess.Run("simulate", scenario, "--out", into, "--truth-only", "--seconds", "1");
                Assert.Equal(64, ended.Code);
                Assert.Contains("would be written over", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
                Assert.Equal(before, File.ReadAllText(scenario));
            }
        }
        Assert.False(File.Exists(Path.Combine(own, "truth.json")));
        // under a name of its own it may lie there
        var apart = Directory.CreateDirectory(Path.Combine(folder, "apart")).FullName;
        var named = Path.Combine(apart, "mine.yaml");
        File.WriteAllText(named, Scenarios.Road());
        var mine = QyranProcess.Run("simulate", named, "--out", apart, "--truth-only", "--seconds", "1");
        Assert.True(mine.Code == 0, mine.Error);
        // and a second run may write over the first one's results
        mine = QyranProcess.Run("simulate", named, "--out", apart, "--truth-only", "--seconds", "1");
        Assert.True(mine.Code == 0, mine.Error);
    }

    [Theory]
    [InlineData("scene.yaml", "scene.yaml", "video.mp4", "still-1.png")]
    [InlineData("truth.json", "truth.json", "video.mp4")]
    [InlineData("video.mp4", "video.mp4", "still-1.png")]
    [InlineData("still-1.png", "still-1.png")]
    public void What_no_simulation_made_is_neither_written_over_nor_taken_away(string named, params string[] files)
    {
        foreach (var file in files) File.WriteAllText(Path.Combine(folder, file), $"my {file}");
        var ended = QyranProcess.Run("simulate", Path.Combine(Scenarios.Folder, "empty.yaml"), "--out", folder, "--seconds", "1", "--truth-only");
        Assert.Equal(73, ended.Code);
        Assert.Equal($"qyran: '{Path.Combine(folder, named)}' is not a simulation's; give another folder with --out", Assert.Single(ended.ErrorLines));
        Assert.Equal(files.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal($"my {file}", File.ReadAllText(Path.Combine(folder, file))));
    }
}
