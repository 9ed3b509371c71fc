using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Qyran.Tests.Storage;

/// <summary>
/// Debian's own PostgreSQL in a folder of its own, on a socket in that folder, as a user without rights. It ends with the process that started
/// it, also when that is killed: the shell between them waits for the end of its input.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<PostgresServer?> One = new(() => Programs is { } programs ? new PostgresServer(programs) : null);
    private readonly string programs;
    private Process? shell;
    private int databases;

    public PostgresServer() : this(Programs ?? throw new InvalidOperationException("PostgreSQL is not installed")) { }

    private PostgresServer(string programs)
    {
        this.programs = programs;
        Folder = Directory.CreateTempSubdirectory("qyran-pg-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        Shell($"chown $(id -u {User}) '{Folder}'");
        var made = Shell($"{As}'{programs}/initdb' -D '{Folder}/data' -U qyran -A trust -E UTF8 --locale=C --no-sync --no-instructions");
        Assert.True(made.Code == 0, made.Said);
        Start();
    }

    public string Folder { get; }

    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "postgres"))).Order(StringComparer.Ordinal).LastOrDefault() : null;

    // the server refuses to run as root
    private static string User => Environment.IsPrivilegedProcess ? "postgres" : Environment.UserName;
    private static string As => Environment.IsPrivilegedProcess ? "setpriv --reuid postgres --regid postgres --init-groups " : "";

    /// <summary>The server all tests share; skips the test, saying so, where PostgreSQL is not installed.</summary>
    public static PostgresServer Need()
    {
        Assert.SkipWhen(Programs is null, "needs PostgreSQL (apt-get install postgresql)");
        return One.Value!;
    }

    /// <summary>A new empty database.</summary>
    public string NewDatabase()
    {
        var name = "t" + Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        using var connection = new NpgsqlConnection(Address("postgres"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"create database {name} strategy file_copy";
        command.ExecuteNonQuery();
        return Address(name);
    }

    public string Address(string database) => $"Host={Folder};Username=qyran;Database={database};Pooling=true;Maximum Pool Size=10";

    public void Start()
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"""
            {As}'{programs}/postgres' -D '{Folder}/data' -k '{Folder}' -c listen_addresses= -c fsync=off -c shared_buffers=64MB -c max_connections=60 -c autovacuum=off >'{Folder}/log' 2>&1 </dev/null &
            server=$!; read -r _; kill -QUIT $server; wait $server
            """);
        shell = Process.Start(start)!;
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var connection = new NpgsqlConnection(Address("postgres") + ";Pooling=false");
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(began).TotalSeconds < 30 && !shell.HasExited)
            {
                Task.Delay(50).Wait();
            }
        }
    }

    /// <summary>Stops it at once, breaking every connection, as a failing machine does (the files stay).</summary>
    public void Stop()
    {
        if (shell is not { } running) return;
        shell = null;
        running.StandardInput.Close();
        running.WaitForExit();
        running.Dispose();
    }

    public void Dispose()
    {
        Stop();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private static (int Code, string Said) Shell(string command)
    {
        var start = new ProcessStartInfo("bash") { ArgumentList = { "-c", command + " 2>&1" }, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
