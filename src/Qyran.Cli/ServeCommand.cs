using System.CommandLine;
using System.Net;
using Qyran.Domain.Failures;
using Qyran.Server;
using Qyran.Server.Access;
using Qyran.Vision.Onnx;

namespace Qyran.Cli;

/// <summary><c>qyran serve</c>: cameras around the clock, and the pages to look at what they find.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Where the pages are.", DefaultValueFactory = _ => ServerSettings.DefaultPort };
        var data = new Option<string>("--data") { Description = "Folder for recordings, evidence, keys and the embedded database; made if missing.", DefaultValueFactory = _ => DataHome("data") };
        var database = new Option<string?>("--database") { Description = "postgres://user:password@host:port/name instead of the embedded database. A password may stand in PGPASSWORD instead." };
        var listen = new Option<string>("--listen") { Description = "Address to listen on. Other than 127.0.0.1 it is reachable from outside: put a proxy with HTTPS before it.", DefaultValueFactory = _ => "127.0.0.1" };
        var loopback = new Option<bool>("--allow-loopback") { Description = "Cameras, receivers of webhooks and a broker on this machine itself are allowed." };
        var detector = new Option<string>("--detector") { Description = "'motion' or the path of an ONNX detector. Default: the shipped road model, else motion.", DefaultValueFactory = _ => ShippedModels.Road ?? "motion" };
        var oidc = new Option<string?>("--oidc") { Description = "File that says through which OpenID Connect provider people sign in (docs/howto/sign-in-with-oidc.md)." };
        var pages = new Option<string?>("--pages") { Description = "Read the pages' files from this folder (src/Qyran.Server/web), for working on them.", Hidden = true };
        var command = new Command("serve", """
            Run cameras around the clock: record, measure, judge, keep evidence; with pages and an API to look at all of it.
            The first start prints a link that signs in once and makes the first administrator. Ctrl-C stops it; what is being recorded is finished first.

            Examples:
              qyran serve
              qyran serve --data /var/lib/qyran --port 8080
              qyran serve --data /var/lib/qyran --database postgres://qyran@db/qyran
            """)
        { port, data, database, listen, loopback, detector, oidc, pages };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(port), parsed.GetValue(data)!, parsed.GetValue(database), parsed.GetValue(listen)!,
            parsed.GetValue(loopback), parsed.GetValue(detector)!, parsed.GetValue(oidc), parsed.GetValue(pages), stop));
        return command;
    }

    /// <summary>A folder of the user's own, by its purpose.</summary>
    public static string DataHome(string name) => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "qyran", name);

    /// <summary>Says why it waits at the first try, and again when that changes.</summary>
    private static Action<Failure> SayOnce()
    {
        string? said = null;
        return failure =>
        {
            if (said == failure.Text) return;
            Console.Error.WriteLine($"qyran: {said = failure.Text}; waiting for it (Ctrl+C ends)");
        };
    }

    private static async Task<int> Run(int port, string data, string? database, string listen, bool loopback, string detector, string? oidc, string? pages, CancellationToken stop)
    {
        if (port is < 0 or > 65535) return Exit.Say(new(FailureKind.Invalid, "--port must be from 0 (any free one) to 65535"));
        if (!IPAddress.TryParse(listen, out var address)) return Exit.Say(new(FailureKind.Invalid, $"--listen '{listen}' is no address; write it like 127.0.0.1 or 0.0.0.0"));
        if (detector != "motion" && !File.Exists(detector)) return Exit.Say(new(FailureKind.NotFound, $"no detector '{detector}'"));
        var (provider, unusable) = oidc is null ? (null, null) : OidcFile.TryRead(oidc);
        if (unusable is not null) return Exit.Say(unusable);
        var settings = new ServerSettings { Oidc = provider, DataFolder = data, Database = database, Port = port, Listen = address, AllowLoopback = loopback, Detector = detector, Pages = pages, AskForAccount = true, Waiting = SayOnce() };
        var (server, failure) = await QyranServer.Start(settings, TimeProvider.System, stop);
        if (server is null) return Exit.Say(failure!);
        await using var running = server;
        Console.WriteLine($"Qyran runs at {server.Address}, data in {Path.GetFullPath(data)}");
        Console.WriteLine(await server.HasAdministrator(stop) ? "Sign in with name and password; who cannot any more: qyran recover NAME --data FOLDER" : $"""
            Sign in once with  {server.NewSignInLink()}
            (good for {QyranServer.SignInLastsMinutes} minutes; a restart prints a new one) and choose the administrator's name and password
            """);
        if (!IPAddress.IsLoopback(address)) Console.Error.WriteLine("qyran: reachable from outside without encryption: put a proxy with HTTPS before it");
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("stopping: finishing what is being recorded");
        }
        return 0;
    }
}
