using System.Collections.Concurrent;
using System.Diagnostics;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Tests.Storage;

/// <summary>A program of its own that stores without end and says what was confirmed; made to be killed.</summary>
internal sealed class Writer : IDisposable
{
    private readonly Process process;

    /// <param name="shell">Runs before the program in the same shell, such as a limit.</param>
    public Writer(string data, string? database = null, string shell = "true")
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", shell + "; exec dotnet \"$@\"", "writer", Path.Combine(AppContext.BaseDirectory, "Qyran.StorageBench.dll"), "write", data, .. database is null ? Array.Empty<string>() : [database]])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => { if (line.Data is { } text && text.Split(' ') is [_, _]) Confirmed.Enqueue(text); };
        process.ErrorDataReceived += (_, line) => { if (line.Data is { } text) Complaints.Enqueue(text); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Kind and id, as printed.</summary>
    public ConcurrentQueue<string> Confirmed { get; } = new();

    public ConcurrentQueue<string> Complaints { get; } = new();

    public int ExitCode => process.ExitCode;

    public void WaitFor(int confirmed)
    {
        Assert.True(SpinWait.SpinUntil(() => Confirmed.Count >= confirmed || process.HasExited, TimeSpan.FromSeconds(60)), "the writer is too slow");
        Assert.False(process.HasExited && Confirmed.Count < confirmed, string.Join('\n', Complaints));
    }

    /// <summary>kill -9, now.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void WaitForEnd() => Assert.True(process.WaitForExit(120_000) && WaitForOutput(), "the writer did not end");

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }

    /// <summary>Everything in a list of confirmed lines must be stored, and its file whole.</summary>
    public static async Task MustBeThere(Store store, DataFolder folder, IReadOnlyCollection<string> confirmed)
    {
        foreach (var line in confirmed)
        {
            var (kind, id) = (line.Split(' ')[0], line.Split(' ')[1]);
            var there = kind switch
            {
                "passage" => await store.Passages.Find(id) is not null && (await store.Passages.Readings(id)).Length == 1,
                "case" => await store.Cases.Find(id) is not null,
                "evidence" => await store.Evidence.Find(id) is { } row && folder.Measure(id).Sha256 == row.Sha256,
                "recording" => await store.Recordings.Find(id, default) is { } row && folder.Measure(id).Sha256 == row.Sha256,
                _ => throw new InvalidOperationException(line),
            };
            Assert.True(there, line + " was confirmed and is gone");
        }
    }

    private bool WaitForOutput()
    {
        process.WaitForExit(); // the one without a limit also waits for the last lines
        return true;
    }
}
