using System.Diagnostics;
using Qyran.Evidence;

namespace Qyran.Tests.Cli;

/// <summary>Runs the real program as a person would, in its own process.</summary>
internal static class QyranProcess
{
    internal sealed record Ended(int Code, string Out, string Error)
    {
        /// <summary>The error output without the progress lines.</summary>
        public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static Ended Run(params string[] arguments) => Run(Start(arguments));

    /// <summary>With the models that come with the program.</summary>
    public static Ended RunShipped(params string[] arguments) => Run(Start(new ProcessStartInfo("dotnet"), arguments, Path.Combine(Material.Project, "models")));

    /// <summary>The same as somebody with this home, to whom nothing was set; his data go into <c>data</c> there.</summary>
    public static Ended RunAtHome(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { Environment = { ["HOME"] = home } };
        foreach (var name in (string[])["ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"]) start.Environment.Remove(name);
        return Run(Start(start, arguments, Path.Combine(Material.Project, "models"), Path.Combine(home, "data")));
    }

    /// <summary>Waits for the end of what has been started.</summary>
    public static Ended Run(Process started)
    {
        using var process = started;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(120_000), "qyran did not end within two minutes");
        return new Ended(process.ExitCode, text, error.GetAwaiter().GetResult());
    }

    public static Process Start(params string[] arguments) => Start(new ProcessStartInfo("dotnet"), arguments);

    /// <summary>With the programs of this folder instead of the machine's.</summary>
    public static Process StartWith(string programs, params string[] arguments) =>
        Start(new ProcessStartInfo("dotnet") { Environment = { ["PATH"] = programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") } }, arguments);

    /// <summary>As the leader of a process group of its own, as a terminal starts it: a signal to the group reaches ffmpeg too.</summary>
    // a shell that runs the tests in the background has told them to ignore Ctrl-C, and they would hand that on
    public static Process StartGroup(params string[] arguments) => Start(new ProcessStartInfo("setsid") { ArgumentList = { "env", "--default-signal=INT", "dotnet" } }, arguments);

    private static Process Start(ProcessStartInfo start, string[] arguments, string? models = null, string? data = null)
    {
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "qyran.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["XDG_DATA_HOME"] = data ?? Home;
        start.Environment["QYRAN_MODELS"] = models ?? Home; // none there: painted rectangles are no cars to a trained detector
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
    }

    /// <summary>A device key of the tests' own, and videos they share; gone when the tests are.</summary>
    public static string Home { get; } = MakeHome();

    private static string MakeHome()
    {
        var home = Directory.CreateTempSubdirectory("qyran-test-home-").FullName;
        DeviceKey.LoadOrCreate(Path.Combine(home, "qyran", "device.pem"), out _)!.Dispose(); // the run that made it would say so
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(home, recursive: true);
        return home;
    }
}
