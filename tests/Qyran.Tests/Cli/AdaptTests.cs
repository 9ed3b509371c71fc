namespace Qyran.Tests.Cli;

public sealed class AdaptTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-adapt-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Too_little_traffic_is_said_and_nothing_is_written()
    {
        var ended = QyranProcess.RunShipped("adapt", MadeVideo.Driving(folder), "--out", Path.Combine(folder, "drive.adapted.json"));
        Assert.Equal(64, ended.Code);
        Assert.Contains("too little traffic to learn from", ended.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder, "*.json*"));
    }

    [Fact]
    public void A_video_that_is_left_out_is_named_with_the_reason()
    {
        var video = MadeVideo.Driving(folder, seconds: 1);
        var (small, raw) = (Path.Combine(folder, "small.mp4"), Path.Combine(folder, "raw.h264"));
        MadeVideo.Ffmpeg("-i", video, "-vf", "scale=320:180", small);
        MadeVideo.Ffmpeg("-i", video, "-c", "copy", raw);
        string[] arguments = ["--out", Path.Combine(folder, "drive.adapted.json")];
        var ended = QyranProcess.RunShipped(["adapt", small, raw, video, .. arguments]);
        Assert.Equal(64, ended.Code);
        Assert.Contains($"qyran: left out: '{raw}' does not say how long it is", ended.ErrorLines);
        Assert.Contains($"qyran: left out: '{small}' is 320×180, the last video is 640×360", ended.ErrorLines);
        Assert.Contains("too little traffic to learn from", ended.ErrorLines[^1], StringComparison.Ordinal);
        var alone = QyranProcess.RunShipped(["adapt", raw, .. arguments]);
        Assert.Equal((69, $"qyran: '{raw}' does not say how long it is"), (alone.Code, Assert.Single(alone.ErrorLines)));
    }

    [Theory]
    [InlineData(66, "is not a data folder", "north-1", "--data", "{folder}/none")]
    [InlineData(64, "there is no video 'north-1'; give one camera, or video files that are there", "north-1", "south-1")]
    [InlineData(66, "there is no video 'mondya.mp4'", "mondya.mp4")]
    [InlineData(66, "there is no video 'films/monday'", "films/monday")]
    [InlineData(64, "--scene and --out belong to video files", "none.mp4", "--scene", "s.yaml")]
    [InlineData(64, "--hours must be above 0", "north-1", "--hours", "0")]
    [InlineData(64, "must end in .adapted.json", "{video}", "--out", "x.onnx")]
    [InlineData(66, "there is no video 'gone.mp4'", "{video}", "gone.mp4")]
    [InlineData(65, "words.mp4", "{text}")]
    [InlineData(73, "can't write", "{video}", "--out", "/proc/x.adapted.json")]
    public void What_cannot_be_done_is_said_in_one_line(int code, string words, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(folder, "words.mp4"), "no video");
        var video = arguments.Contains("{video}") ? MadeVideo.Driving(folder, seconds: 1) : "";
        var ended = QyranProcess.RunShipped(["adapt", .. arguments.Select(a => a.Replace("{folder}", folder, StringComparison.Ordinal).Replace("{video}", video, StringComparison.Ordinal)
            .Replace("{text}", Path.Combine(folder, "words.mp4"), StringComparison.Ordinal))]);
        Assert.Equal(code, ended.Code);
        Assert.Contains(words, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }
}
