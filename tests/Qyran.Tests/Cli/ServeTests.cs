using System.Net;
using System.Net.Sockets;

namespace Qyran.Tests.Cli;

/// <summary>What keeps a server from starting is one line, and nothing else is said.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-serve-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("serve")]
    [InlineData("demo")] // before it renders anything
    public void A_port_that_is_taken(string command)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var ended = QyranProcess.Run(command, "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}", "--data", Path.Combine(folder, "data"));
        Assert.StartsWith("qyran: cannot listen on 127.0.0.1:", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((73, ""), (ended.Code, ended.Out));
    }

    [Fact]
    public void A_detector_that_is_none()
    {
        var words = Path.Combine(folder, "README.md");
        File.WriteAllText(words, "# No model\n");
        var ended = QyranProcess.Run("serve", "--port", "0", "--data", Path.Combine(folder, "data"), "--detector", words);
        Assert.StartsWith("qyran: README.md: the file is not a model", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Equal((65, ""), (ended.Code, ended.Out));
    }
}
