using System.Diagnostics;

namespace Qyran.LiveBench.Served;

/// <summary>A PostgreSQL server of our own, from Debian's package, that can be stopped and started; fsync on, as shipped.</summary>
internal sealed class Postgres : IDisposable
{
    private readonly string folder;
    private Process? shell;

    private Postgres(string folder) => this.folder = folder;

    /// <summary>For <c>--database</c>.</summary>
    public string Address => $"Host={folder};Username=qyran;Database=qyran";

    public static Postgres Make(string folder)
    {
        Directory.CreateDirectory(folder);
        var made = new Postgres(Path.GetFullPath(folder));
        if (Environment.IsPrivilegedProcess) made.Shell("chown postgres \"$folder\"");
        made.Shell("$as \"$bin/initdb\" -D \"$folder/data\" -U qyran -A trust -E UTF8 --locale=C --no-instructions >/dev/null");
        made.Start();
        made.Shell("\"$bin/createdb\" -h \"$folder\" -U qyran qyran");
        return made;
    }

    /// <summary>Returns when it answers.</summary>
    public void Start()
    {
        shell = Run("$as \"$bin/postgres\" -D \"$folder/data\" -k \"$folder\" -c listen_addresses= >\"$folder/log\" 2>&1 </dev/null & server=$!; read -r _; kill -INT $server; wait $server");
        Shell("until \"$bin/pg_isready\" -q -h \"$folder\"; do sleep 0.1; done");
    }

    /// <summary>As an administrator stops it: connections are broken.</summary>
    public void Stop()
    {
        if (shell is not { } running) return;
        shell = null;
        running.StandardInput.Close();
        running.WaitForExit();
        running.Dispose();
    }

    public void Dispose() => Stop();

    private void Shell(string command)
    {
        using var process = Run(command);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"failed: {command}");
    }

    private Process Run(string command)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        // the server refuses to run as root
        start.ArgumentList.Add($"bin=$(printf '%s\\n' /usr/lib/postgresql/*/bin | sort -V | tail -1); as=''; [ \"$(id -u)\" -ne 0 ] || as='setpriv --reuid postgres --regid postgres --init-groups'; {command}");
        start.Environment["folder"] = folder;
        return Process.Start(start)!;
    }
}
