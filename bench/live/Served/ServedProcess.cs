using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Qyran.LiveBench.Served;

/// <summary>The real program, <c>qyran serve</c>, in a process of its own on a free port.</summary>
internal sealed class ServedProcess : IDisposable
{
    private const string MarkName = "QYRAN_PROOF";
    private readonly Process process;
    private readonly string mark;
    private volatile bool ended;

    private ServedProcess(Process process, string mark, Uri address, HttpClient api) => (this.process, this.mark, Address, Api) = (process, mark, address, api);

    public Uri Address { get; }

    /// <summary>Asks as a machine with a key that may change.</summary>
    public HttpClient Api { get; }

    /// <summary>Killed, stopped or disposed of.</summary>
    public bool HasEnded => ended;

    /// <summary>Resident memory of the program itself, bytes; 0 when it has ended.</summary>
    public long MemoryBytes
    {
        get
        {
            process.Refresh();
            return process.HasExited ? 0 : process.WorkingSet64;
        }
    }

    /// <summary>Files, sockets and pipes it holds open.</summary>
    public int OpenFiles => Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Length;

    /// <summary>The program that was built beside this one.</summary>
    public static string Built => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Qyran.Cli/release_linux-x64/qyran.dll"));

    /// <summary>Starts it; null when it was killed by <paramref name="killAfter"/> before it answered.</summary>
    /// <param name="killAfter">Killed without mercy so long after its start unless it answers earlier; null: it is waited for.</param>
    public static async Task<ServedProcess?> Start(string program, string data, TimeSpan? killAfter, params string[] more)
    {
        Directory.CreateDirectory(data);
        var mark = $"{MarkName}={Environment.ProcessId}-{Guid.NewGuid():N}";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[program, "serve", "--data", data, "--port", "0", "--allow-loopback", "--detector", "motion", .. more]) start.ArgumentList.Add(argument);
        start.Environment[MarkName] = mark[(MarkName.Length + 1)..];
        var process = Process.Start(start)!;
        Uri? address = null;
        string? link = null;
        var runs = false;
        var answered = Task.Run(async () =>
        {
            // the last it says at its start is how to sign in: by a link at first, then by the name that was chosen
            while (!runs && await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("Qyran runs at ", StringComparison.Ordinal)) address = new Uri(line[14..line.IndexOf(',', StringComparison.Ordinal)]);
                if (!line.StartsWith("Sign in", StringComparison.Ordinal)) continue;
                runs = true;
                if (line.IndexOf('#', StringComparison.Ordinal) is > 0 and var at) link = line[(at + 1)..].Trim();
            }
        });
        if (await Task.WhenAny(answered, Task.Delay(killAfter ?? TimeSpan.FromMinutes(3))) != answered || !runs)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            var code = process.ExitCode;
            process.Dispose();
            return killAfter is not null ? null : throw new InvalidOperationException($"the server did not start (it ended with {code})");
        }
        return new ServedProcess(process, mark, address!, await SignedIn(address!, link, Path.Combine(data, "proof.session")));
    }

    /// <summary>A camera that plays the traffic, and one more of an address when given.</summary>
    public async Task AddCameras(string? address)
    {
        await Ok(await Api.PutAsJsonAsync("/api/sites/road", new { name = "The road" }));
        await Ok(await Api.PutAsJsonAsync("/api/cameras/traffic", new { site = "road", name = "Traffic", source = $"video:{Traffic.Name}", scene = Traffic.Scene, keep_days = 1 }));
        if (address is not null) await Ok(await Api.PutAsJsonAsync("/api/cameras/street", new { site = "road", name = "Street", source = address, keep_days = 1 }));
    }

    public async Task<JsonElement> Get(string path) => await Api.GetFromJsonAsync<JsonElement>(path);

    /// <summary>The answer to a stranger, whatever its status: a key is looked up in the database.</summary>
    public async Task<string> Ready()
    {
        using var stranger = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(1) };
        using var answer = await stranger.GetAsync("/health/ready");
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return $"{(int)answer.StatusCode} {(body.TryGetProperty("detail", out var detail) ? detail : body.GetProperty("state"))}";
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        ended = true;
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>As a supervisor does (Ctrl-C is not heard by what a script runs in the background); waits until it has ended.</summary>
    public async Task Stop()
    {
        ended = true;
        using (var signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await signal.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until every process it has started is gone too.</summary>
    /// <returns>How many were left after ten seconds; they are ended then.</returns>
    public async Task<int> Orphans()
    {
        for (var left = 100; left > 0 && Marked().Any(); left--) await Task.Delay(100);
        var orphans = 0;
        foreach (var id in Marked())
        {
            orphans++;
            try
            {
                using var one = Process.GetProcessById(id);
                one.Kill();
            }
            catch (ArgumentException)
            {
                // gone meanwhile
            }
        }
        return orphans;
    }

    public void Dispose()
    {
        ended = true;
        if (!process.HasExited) Kill();
        process.Dispose();
        Api.Dispose();
    }

    public static async Task Ok(HttpResponseMessage answer)
    {
        using (answer)
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>What it starts inherits its environment, whatever becomes of the parent.</summary>
    private IEnumerable<int> Marked()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || id == Environment.ProcessId) continue;
            string environment;
            try
            {
                environment = File.ReadAllText(Path.Combine(folder, "environ"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue; // gone, or not ours
            }
            if (environment.Contains(mark, StringComparison.Ordinal)) yield return id;
        }
    }

    /// <summary>The administrator whom the first start makes; the session outlives the process and is kept beside the data.</summary>
    private static async Task<HttpClient> SignedIn(Uri address, string? link, string keptAt)
    {
        if (!File.Exists(keptAt))
        {
            using var person = Client(address, null);
            using var first = await person.PostAsJsonAsync("/sign-in", new { link });
            person.DefaultRequestHeaders.Add("Cookie", Cookie(first));
            using var named = await person.PostAsJsonAsync("/api/first-account", new { name = "Bench", password = "a long enough word of passage" });
            await File.WriteAllTextAsync(keptAt, Cookie(named));
        }
        return Client(address, await File.ReadAllTextAsync(keptAt));
    }

    private static string Cookie(HttpResponseMessage from) => from.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Last().Split(';')[0];

    private static HttpClient Client(Uri address, string? cookie)
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
        client.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        if (cookie is not null) client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }
}
