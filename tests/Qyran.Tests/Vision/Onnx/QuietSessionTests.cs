using OpenCvSharp;
using Qyran.Tests.Cli;
using Qyran.Tests.Vision.Plates;

namespace Qyran.Tests.Vision.Onnx;

/// <summary>What ONNX Runtime would send it first keeps in the home: a number for the machine and a queue.</summary>
public sealed class QuietSessionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-quiet-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("detect")]
    [InlineData("plates")]
    public void A_run_with_a_model_keeps_nothing_in_the_home_that_would_be_sent(string command)
    {
        var picture = Path.Combine(folder, "p.png");
        using (var made = MadePlates.On("KZ", "123ABC02", 140)) Cv2.ImWrite(picture, made);
        var home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        var ended = QyranProcess.RunAtHome(home, command, picture);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Empty(Directory.GetFileSystemEntries(home));
    }
}
