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
}
