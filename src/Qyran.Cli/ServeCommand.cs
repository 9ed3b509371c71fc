using System.CommandLine;
using System.Net;
using Qyran.Domain.Failures;
using Qyran.Line;
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
        var listen = new Option<string>("--listen") { Description = "Address to listen on. Other than 127.0.0.1 it is reachable from outside: give it a certificate or put a proxy with HTTPS before it.", DefaultValueFactory = _ => "127.0.0.1" };
        var certificate = new Option<string?>("--certificate") { Description = "PEM file with the certificate (and those that lead to its authority): speaks HTTPS. A renewed file counts at once." };
        var key = new Option<string?>("--certificate-key") { Description = "PEM file with its key, where that is not in the same file." };
        var proxies = new Option<string[]>("--proxy") { Description = "Address of a proxy before it whose word on who asks is believed (X-Forwarded-For, X-Forwarded-Proto)." };
        var loopback = new Option<bool>("--allow-loopback") { Description = "Cameras, receivers of webhooks and a broker on this machine itself are allowed." };
        var detector = new Option<string>("--detector") { Description = "'motion' or the path of an ONNX detector. Default: the shipped road model, else motion.", DefaultValueFactory = _ => ShippedModels.Road ?? "motion" };
        var oidc = new Option<string?>("--oidc") { Description = "File that says through which OpenID Connect provider people sign in (docs/howto/sign-in-with-oidc.md)." };
        var reason = new Option<bool>("--plate-reason") { Description = "Who searches by plate must say what for; it stands in the audit log." };
        var telemetry = new Option<string?>("--telemetry") { Description = "Address of an OpenTelemetry collector (http://host:4318) that gets the figures of /metrics by OTLP twice a minute." };
        var stamps = TimeStampOption.Create();
        var pages = new Option<string?>("--pages") { Description = "Read the pages' files from this folder (src/Qyran.Server/web), for working on them.", Hidden = true };
        var command = new Command("serve", """
            Run cameras around the clock: record, measure, judge, keep evidence; with pages and an API to look at all of it.
            The first start prints a link that signs in once and makes the first administrator. Ctrl-C stops it; what is being recorded is finished first.

            Examples:
              qyran serve
              qyran serve --data /var/lib/qyran --port 8080
              qyran serve --data /var/lib/qyran --listen 0.0.0.0 --port 443 --certificate /etc/qyran/city.pem
              qyran serve --data /var/lib/qyran --database postgres://qyran@db/qyran
            """)
        { port, data, database, listen, certificate, key, proxies, loopback, detector, oidc, reason, telemetry, stamps, pages };
        command.SetAction((parsed, stop) => Run(new ServerSettings
        {
            DataFolder = parsed.GetValue(data)!,
            Database = parsed.GetValue(database),
            Port = parsed.GetValue(port),
            Certificate = parsed.GetValue(certificate),
            CertificateKey = parsed.GetValue(key),
            AllowLoopback = parsed.GetValue(loopback),
            Detector = parsed.GetValue(detector)!,
            PlateReason = parsed.GetValue(reason),
            Pages = parsed.GetValue(pages),
            AskForAccount = true,
            Waiting = SayOnce(),
        }, parsed.GetValue(listen)!, parsed.GetValue(proxies) ?? [], parsed.GetValue(oidc), parsed.GetValue(telemetry), parsed.GetValue(stamps), stop));
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

    private static async Task<int> Run(ServerSettings settings, string listen, string[] proxies, string? oidc, string? telemetry, string? stamps, CancellationToken stop)
    {
        if (settings.Port is < 0 or > 65535) return Exit.Say(new(FailureKind.Invalid, "--port must be from 0 (any free one) to 65535"));
        if (!IPAddress.TryParse(listen, out var address)) return Exit.Say(new(FailureKind.Invalid, $"--listen '{listen}' is no address; write it like 127.0.0.1 or 0.0.0.0"));
        if (proxies.FirstOrDefault(p => !IPAddress.TryParse(p, out _)) is { } wrong) return Exit.Say(new(FailureKind.Invalid, $"--proxy '{wrong}' is no address; write it like 10.0.0.5"));
        if (settings is { CertificateKey: not null, Certificate: null }) return Exit.Say(new(FailureKind.Invalid, "--certificate-key needs --certificate"));
        if (LineOpening.DetectorRefusal(settings.Detector) is { } unfit) return Exit.Say(unfit);
        if (telemetry is not null && !(Uri.TryCreate(telemetry, UriKind.Absolute, out var collector) && collector.Scheme is "http" or "https"))
            return Exit.Say(new(FailureKind.Invalid, $"--telemetry '{telemetry}' is no address; write it like http://127.0.0.1:4318"));
        var authority = TimeStampOption.Read(stamps, out var unclear);
        if (unclear is not null) return Exit.Say(unclear);
        var (provider, unusable) = oidc is null ? (null, null) : OidcFile.TryRead(oidc);
        if (unusable is not null) return Exit.Say(unusable);
        settings = settings with { Oidc = provider, Telemetry = telemetry is null ? null : new Uri(telemetry), TimeStamps = authority, Listen = address, Proxies = [.. proxies.Select(IPAddress.Parse)] };
        var (server, failure) = await QyranServer.Start(settings, TimeProvider.System, stop);
        if (server is null) return Exit.Say(failure!);
        await using var running = server;
        Console.WriteLine($"Qyran runs at {server.Address}, data in {Path.GetFullPath(settings.DataFolder)}");
        Console.WriteLine(await server.HasAdministrator(stop) ? "Sign in with name and password; who cannot any more: qyran recover NAME --data FOLDER" : $"""
            Sign in once with  {server.NewSignInLink()}
            (good for {QyranServer.SignInLastsMinutes} minutes; a restart prints a new one) and choose the administrator's name and password
            """);
        if (!IPAddress.IsLoopback(address) && settings.Certificate is null && proxies.Length == 0) Console.Error.WriteLine("qyran: reachable from outside without encryption: give it a certificate (--certificate) or put a proxy with HTTPS before it (--proxy)");
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
