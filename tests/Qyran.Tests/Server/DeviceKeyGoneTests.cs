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

    [Fact]
    public async Task A_key_that_cannot_be_read_is_not_called_gone()
    {
        // a link to itself is refused to root too, as a folder that may not be entered is to others
        var key = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "keys")).FullName, "device.pem");
        File.CreateSymbolicLink(key, key);
        var evidence = Directory.CreateDirectory(Path.Combine(folder, "evidence", "north")).FullName;
        File.WriteAllText(Path.Combine(evidence, ChainFile.Name), "{}\n");
        var (server, failure) = await QyranServer.Start(new ServerSettings { DataFolder = folder, Port = 0 }, TimeProvider.System, default);
        Assert.Null(server);
        Assert.StartsWith($"the device key {key} cannot be read: ", failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_that_cannot_be_looked_through_may_be_signed()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may enter every folder");
        if (OperatingSystem.IsWindows()) return;
        var closed = Directory.CreateDirectory(Path.Combine(folder, "evidence", "north")).FullName;
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            var (server, failure) = await QyranServer.Start(new ServerSettings { DataFolder = folder, Port = 0 }, TimeProvider.System, default);
            Assert.Null(server);
            Assert.Contains("is gone, and whether evidence is signed with it cannot be seen: ", failure!.Text, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
