using Qyran.Domain.Failures;
using Qyran.Line.Outputs;

namespace Qyran.Tests.Line.Outputs;

public sealed class OutputFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-output-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "theirs");
        return path;
    }

    [Theory]
    [InlineData("link", "real/passages.jsonl")]
    [InlineData("real", "link/passages.jsonl")]
    [InlineData("real", "alias")]
    [InlineData("real", "link/evidence/p000001-speeding.zip")]
    public void Nothing_is_cleared_out_where_an_input_lies_there_under_whatever_path(string into, string input)
    {
        string[] there = [Write("real/passages.jsonl"), Write("real/evidence/p000001-speeding.zip"), Write("real/evidence/chain.jsonl")];
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(folder, "real"));
        File.CreateSymbolicLink(Path.Combine(folder, "alias"), there[0]);
        var (output, failure) = OutputFolder.Open(Path.Combine(folder, into), Path.Combine(folder, input));
        Assert.Null(output);
        Assert.Equal(FailureKind.Invalid, failure!.Kind);
        Assert.All(there, f => Assert.True(File.Exists(f)));
    }

    [Fact]
    public void An_earlier_analysis_is_cleared_out_and_nothing_else()
    {
        string[] earlier = [Write("passages.jsonl"), Write("annotated.mp4.part"), Write("evidence/p000001-speeding.zip"), Write("evidence/chain.jsonl"), Write("evidence/.clip/a.mp4")];
        string[] others = [Write("passages.jsonl.mine"), Write("video.mp4"), Write("evidence/holiday.zip")];
        var (output, _) = OutputFolder.Open(folder, Path.Combine(folder, "video.mp4"), null);
        Assert.NotNull(output);
        Assert.All(earlier, f => Assert.False(File.Exists(f)));
        Assert.All(others, f => Assert.True(File.Exists(f)));
    }
}
