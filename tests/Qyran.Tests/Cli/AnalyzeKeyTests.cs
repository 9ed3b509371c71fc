using Qyran.Evidence;

namespace Qyran.Tests.Cli;

/// <summary>The key of whoever analyses: made where something may have to be signed, and said.</summary>
public sealed class AnalyzeKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-analyze-key-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private QyranProcess.Ended Analyse(string home, params string[] more) => QyranProcess.RunAtHome(
        home, ["analyze", MadeVideo.Traffic(5), "--detector", "motion", "--plates", "off", "--no-decode-cost", "--out", Path.Combine(folder, "out"), .. more]);

    private string Scene()
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, MadeVideo.Scene);
        return path;
    }

    [Fact]
    public void The_default_key_is_made_at_first_and_its_fingerprint_told_once()
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        string[] told = [.. Enumerable.Range(0, 2).SelectMany(_ =>
        {
            var ended = Analyse(home, "--scene", Scene());
            Assert.True(ended.Code == 0, ended.Error);
            return ended.ErrorLines.Where(l => l.StartsWith("qyran: ", StringComparison.Ordinal));
        })];
        var path = Path.Combine(home, "data", "qyran", "device.pem");
        using var key = DeviceKey.LoadOrCreate(path, out _);
        Assert.False(key!.Made);
        Assert.Equal($"qyran: made the device key {path}, which signs evidence from now on; its fingerprint is {key.Id}", Assert.Single(told));
    }

    [Fact]
    public void Who_only_counts_needs_no_key()
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        File.WriteAllText(Path.Combine(home, "data"), "a file, so that no folder can be made there");
        var counted = Analyse(home);
        Assert.True(counted.Code == 0, counted.Error);
        var judged = Analyse(home, "--scene", Scene());
        Assert.Equal(73, judged.Code);
        Assert.EndsWith("(or name another with --key)", judged.ErrorLines[^1], StringComparison.Ordinal);
    }
}
