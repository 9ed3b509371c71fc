using Qyran.Tests.Domain.Scenes;
using Qyran.Tests.Measure.Calibration;

namespace Qyran.Tests.Cli;

public sealed class SceneCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-scene-check-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_that_cannot_be_read_is_one_line()
    {
        var ended = QyranProcess.Run("scene", "check", "/proc/self/mem");
        Assert.Equal(65, ended.Code);
        Assert.StartsWith("qyran: can't read scene file '/proc/self/mem'", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void What_its_rules_lack_is_an_error_too_each_in_its_line()
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, MadeVideo.Scene);
        var sound = QyranProcess.Run("scene", "check", path);
        Assert.True(sound.Code == 0, sound.Error);
        File.AppendAllText(path, "\n  - { rule: red-light, offence: example }\n  - { rule: stop-line, offence: example }\n");
        var ended = QyranProcess.Run("scene", "check", path);
        Assert.Equal(64, ended.Code);
        Assert.Equal((string[])[$"{path}: the rule red-light needs a line of the kind stop with a signal", $"{path}: the rule stop-line needs a line of the kind stop with a signal"], ended.ErrorLines);
        Assert.Equal("", ended.Out);
    }

    [Fact]
    public void A_lens_and_a_height_that_the_survey_contradicts_are_told_and_those_of_the_how_to_are_not()
    {
        var path = Path.Combine(folder, "scene.yaml");
        var sample = File.ReadAllText(Path.Combine(Material.Project, "docs", "howto", "scene-file.md")).Split("```yaml\n")[1].Split("```")[0];
        File.WriteAllText(path, sample);
        var sound = QyranProcess.Run("scene", "check", path);
        Assert.Equal((0, ""), (sound.Code, sound.Error));
        Assert.Contains("focal length", sound.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("the survey gives", sound.Out, StringComparison.Ordinal);
        File.WriteAllText(path, sample.Replace("fx: 1500, fy: 1500", "fx: 4000, fy: 4000", StringComparison.Ordinal).Replace("height_m: 4.5 ", "height_m: 45 ", StringComparison.Ordinal));
        var ended = QyranProcess.Run("scene", "check", path);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Matches(@"the survey gives a focal length of 15\d\d px, the lens says fx 4000: such a lens does not narrow the error of speeds", ended.Out);
        Assert.Contains("the survey gives a camera 4.5 m above the road, height_m says 45", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_survey_that_nothing_checks_and_lanes_that_overlap_are_told_and_are_no_error()
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, SceneText.Least + SceneNotesTests.Survey + SceneNotesTests.Lanes);
        var ended = QyranProcess.Run("scene", "check", path);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("\n  nothing checks the survey: whoever is measured above the limit is left undecided", ended.Out, StringComparison.Ordinal);
        Assert.Contains("\n  the lanes a and b overlap, by 50 %", ended.Out, StringComparison.Ordinal);
    }
}
