using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Qyran.Tests.Server;

/// <summary>A real broker that asks for a password, gone after the test.</summary>
internal sealed class Mosquitto : IDisposable
{
    public const string User = "qyran", Password = "br0ker-pass";
    private static readonly string? Program = ((string[])["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"]).FirstOrDefault(File.Exists);
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-broker-").FullName;
    private readonly Process process;

    private Mosquitto(int port, string? tls)
    {
        Port = port;
        var passwords = Path.Combine(folder, "passwords");
        Run("mosquitto_passwd", "-b", "-c", passwords, User, Password);
        var settings = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllText(settings, string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\npersistence false\n{(Environment.IsPrivilegedProcess ? "user root\n" : "")}{tls}"));
        process = Process.Start(new ProcessStartInfo(Program!) { ArgumentList = { "-c", settings }, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public int Port { get; }

    /// <summary>Skips the test, saying so, where mosquitto is not installed.</summary>
    public static void Need() => Assert.SkipWhen(Program is null, "needs mosquitto (apt-get install mosquitto)");

    /// <param name="tls">More lines for its settings.</param>
    public static async Task<Mosquitto> Start(int port, string? tls = null)
    {
        var broker = new Mosquitto(port, tls);
        await Eventually.Is(async () =>
        {
            Assert.False(broker.process.HasExited, "mosquitto ended at once");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, "a broker that listens");
        return broker;
    }

    /// <summary>A port nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments))!;
        run.WaitForExit();
        Assert.Equal(0, run.ExitCode);
    }
}
