using Qyran.Evidence;
using Qyran.Server;

namespace Qyran.Tests.Server;

/// <summary>A data folder that was restored without its key.</summary>
public sealed class DeviceKeyGoneTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-no-key-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_key_that_is_gone_is_not_made_anew_where_evidence_is_signed_with_it()
    {
        var evidence = Directory.CreateDirectory(Path.Combine(folder, "evidence", "north")).FullName;
        File.WriteAllText(Path.Combine(evidence, ChainFile.Name), "{}\n");
        var (server, failure) = await QyranServer.Start(new ServerSettings { DataFolder = folder, Port = 0 }, TimeProvider.System, default);
        Assert.Null(server);
        Assert.Contains("is gone, and evidence is signed with it; put its backup there", failure!.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "keys", "device.pem")));
    }
}
