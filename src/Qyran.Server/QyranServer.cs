using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qyran.Domain.Failures;
using Qyran.Line.Live;
using Qyran.Line.Plates;
using Qyran.Media.Recording;
using Qyran.Evidence;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Server.Cameras;
using Qyran.Server.Cases;
using Qyran.Server.Exemptions;
using Qyran.Server.Findings;
using Qyran.Server.Health;
using Qyran.Server.Live;
using Qyran.Server.Outward;
using Qyran.Server.Pages;
using Qyran.Server.Recordings;
using Qyran.Server.Scenes;
using Qyran.Server.Sections;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.Server;

/// <summary>A running server: the store, the cameras' lines, the web. Nothing is read from the environment or a settings file but what a collector of figures wants (OTEL_EXPORTER_OTLP_HEADERS): what it does is in its <see cref="ServerSettings"/>.</summary>
public sealed partial class QyranServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Opened opened;

    private QyranServer(WebApplication app, Opened opened) => (this.app, this.opened) = (app, opened);

    /// <summary>How a browser on this machine reaches it.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));

    /// <summary>A new address that signs in whoever opens it, once and within <see cref="SignInLastsMinutes"/>.</summary>
    public string NewSignInLink() => $"{Address.GetLeftPart(UriPartial.Authority)}{AddSignInLink.SignInPath}#{app.Services.GetRequiredService<SignInLinks>().New()}";

    /// <summary>Whether an administrator can sign in: before, the link makes the first one.</summary>
    public async Task<bool> HasAdministrator(CancellationToken stop) => Administrators.Any(await opened.Store.Accounts.All(stop));

    public static int SignInLastsMinutes => (int)SignInLinks.Lasts.TotalMinutes;

    /// <summary>Adds a file of the data folder's <c>videos</c> as a camera, or sets the one of this id to it, and lets it run.</summary>
    public async Task<Failure?> Play(PlayedCamera camera, CancellationToken stop)
    {
        var settings = new CameraSettings($"video:{camera.Video}", camera.Scene, KeepDays: 1, KeepGb: 2);
        if (await CameraSource.Refusal(settings.Source, app.Services.GetRequiredService<DataFolder>(), allowLoopback: false, stop) is { } refused) return refused;
        try
        {
            await opened.Store.Sites.Save(new SiteRow(camera.Site, camera.SiteName), stop);
            var row = new CameraRow(camera.Id, camera.Site, camera.Name, settings.Json());
            await opened.Store.Sites.Save(row, stop);
            if (camera.At is { } at) await opened.Store.Sites.Place(new PositionRow(camera.Id, at.LatitudeDeg, at.LongitudeDeg), stop);
            await app.Services.GetRequiredService<CameraBoard>().Apply(row.Id, stop);
            return null;
        }
        catch (StoreException e)
        {
            return e.Failure;
        }
    }

    /// <summary>Pauses a camera as the page does.</summary>
    public Task Pause(string camera, CancellationToken stop) => PauseCamera.Pause(camera, opened.Store, app.Services.GetRequiredService<CameraBoard>(), stop);

    internal IServiceProvider Services => app.Services;

    /// <summary>Opens everything and listens.</summary>
    /// <returns>The server, or null and why not; then nothing is left running.</returns>
    public static async Task<(QyranServer?, Failure?)> Start(ServerSettings settings, TimeProvider clock, CancellationToken stop)
    {
        if (settings.Oidc?.Refusal(settings.AllowLoopback) is { } wrong) return (null, wrong);
        var (folder, failure) = DataFolder.Open(settings.DataFolder);
        if (folder is null) return (null, failure);
        ServerCertificate? certificate = null;
        if (settings.Certificate is { } file && ((certificate, failure) = ServerCertificate.Open(file, settings.CertificateKey)).Item1 is null) return (null, failure);
        var (opened, closed) = await Opened.Try(folder, settings, clock, stop);
        if (opened is null) return (null, closed);
        var store = opened.Store;
        var app = Build(settings, clock, folder, opened, certificate);
        var server = new QyranServer(app, opened);
        try
        {
            var found = await Recovery.Run(store, folder, path => RecordingRecovery.Look(path) is { } span ? new SavedSpan(span.CameraId, span.StartUs, span.EndUs, span.LengthBytes) : null, clock, stop);
            var log = app.Services.GetRequiredService<ILogger<QyranServer>>();
            foreach (var path in found.Unread) Unread(log, path);
            await opened.Outbox.Suspend(store, stop);
            failure = await Listen(app, settings, stop);
        }
        catch (StoreException e)
        {
            failure = e.Failure;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.CannotWrite, $"the data folder cannot be put in order: {e.Message}");
        }
        if (failure is null) return (server, null);
        await server.DisposeAsync();
        return (null, failure);
    }

    private static async Task<Failure?> Listen(WebApplication app, ServerSettings settings, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
            return null;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return new(FailureKind.CannotWrite, $"cannot listen on {settings.Listen}:{settings.Port}: {e.GetBaseException().Message}. Is Qyran running already? --port takes another.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} can be neither read nor cut to what is whole; it is left as it is")]
    private static partial void Unread(ILogger log, string path);

    /// <summary>Stops listening, ends the lines, closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await opened.DisposeAsync();
    }

    private static WebApplication Build(ServerSettings settings, TimeProvider clock, DataFolder folder, Opened opened, ServerCertificate? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Qyran.Server" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(settings.Listen, settings.Port, listen =>
            {
                if (certificate is not null) listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Now()) });
            });
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
            kestrel.Limits.MaxConcurrentConnections = 2000;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 500;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error) // it warns that keys lie in a folder; the folder is the owner's alone
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical) // that it cannot listen is told in one line by who starts it; a service that broke is critical
            .AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.None) // whoever sends rubbish would fill the log with it; the audit log has a line of each
            .AddSimpleConsole(o => o.SingleLine = true);
        var services = builder.Services;
        services.AddSingleton(settings).AddSingleton(clock).AddSingleton(folder).AddSingleton(opened.Store).AddSingleton(opened.Outbox).AddSingleton(opened.Key);
        services.AddSingleton<SignInLinks>().AddSingleton<Connections>().AddSingleton<LastKnown>().AddSingleton<Passwords>().AddSingleton<SecondFactor>().AddSingleton<AuditTrail>().AddSingleton<Announcer>().AddSingleton<Packs>().AddSingleton<WebFiles>();
        services.AddSingleton<IRecordingRows, RecordingRows>().AddSingleton<ILiveSink, LiveSink>().AddSingleton<CameraSites>();
        // half of the cores at most read plates: frames come first
        services.AddSingleton(_ => new PlateEyesPool(Math.Max(1, Environment.ProcessorCount / 2)));
        services.AddSingleton(of => new LiveHouse(folder.Root, of.GetRequiredService<IRecordingRows>(), of.GetRequiredService<ILiveSink>(), opened.Key, of.GetRequiredService<PlateEyesPool>(), clock) { Stamper = of.GetService<ITimeStamper>() });
        if (settings.TimeStamps is { } authority) services.AddSingleton<ITimeStamper>(_ => new TimeStampAuthority(authority, clock));
        // stopped in the other order: first the cameras, then the way of what they found
        services.AddSingleton<FindingQueue>().AddHostedService(of => of.GetRequiredService<FindingQueue>());
        services.AddSingleton<UndecidedTally>().AddHostedService(of => of.GetRequiredService<UndecidedTally>());
        services.AddSingleton<SectionBook>().AddHostedService(of => of.GetRequiredService<SectionBook>());
        services.AddSingleton<ExemptionBook>().AddHostedService(of => of.GetRequiredService<ExemptionBook>());
        services.AddSingleton<CameraBoard>().AddHostedService(of => of.GetRequiredService<CameraBoard>());
        services.AddSingleton<Retention>().AddHostedService(of => of.GetRequiredService<Retention>());
        services.AddSingleton<RedactedCopies>().AddHostedService(of => of.GetRequiredService<RedactedCopies>());
        services.AddSingleton<RecordedRuns>().AddHostedService(of => of.GetRequiredService<RecordedRuns>());
        services.AddSingleton<OutsideHttp>().AddSingleton<Ways>().AddSingleton<OutwardBoard>().AddHostedService(of => of.GetRequiredService<OutwardBoard>());
        // a key object is for one thread at a time: the seal has one of its own
        services.AddSingleton(of => new AuditSeal(opened.Store, folder, DeviceKey.LoadOrCreate(Opened.KeyFile(folder), out _)!, clock, of.GetRequiredService<ILogger<AuditSeal>>())).AddHostedService(of => of.GetRequiredService<AuditSeal>());
        services.AddSingleton<Figures>();
        if (settings.Telemetry is { } collector) services.AddSingleton(of => ActivatorUtilities.CreateInstance<Telemetry>(of, collector)).AddHostedService(of => of.GetRequiredService<Telemetry>());
        Keep(services, folder);
        Guard(services, settings);
        services.AddRouting().AddProblemDetails(o => o.CustomizeProblemDetails = Problems.Explain).AddExceptionHandler<Problems>();
        services.Configure<ExceptionHandlerOptions>(Problems.LogBugs);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true); // a request that is none is refused with its sentence
        services.ConfigureHttpJsonOptions(o => Json(o.SerializerOptions));
        ApiDocument.Add(services);

        var app = builder.Build();
        if (!settings.Proxies.IsEmpty) app.UseForwardedHeaders(Behind(settings.Proxies));
        app.UseExceptionHandler();
        app.UseStatusCodePages(Page.Missing());
        app.UseHostFiltering();
        app.Use(SafeHeaders.Set);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });
        app.UseAuthentication();
        app.Use(SameOrigin.Check);
        app.UseAuthorization();
        app.Use(ScopeCheck.Check);
        app.Use(ZonedQuery.Check);
        Routes.Map(app);
        return app;
    }

    private static ForwardedHeadersOptions Behind(ImmutableArray<IPAddress> proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var proxy in proxies) options.KnownProxies.Add(proxy);
        return options;
    }

    /// <summary>The keys that seal cookies and camera passwords lie in the data folder, for its owner alone.</summary>
    private static void Keep(IServiceCollection services, DataFolder folder)
    {
        services.AddDataProtection().SetApplicationName("qyran").PersistKeysToFileSystem(new DirectoryInfo(Opened.KeysFolder(folder)));
        services.AddSingleton<CameraSecrets>().AddSingleton<OutwardSecrets>();
    }

    private static void Guard(IServiceCollection services, ServerSettings settings)
    {
        const string any = "any";
        OidcSignIn.Add(services.AddAuthentication(any)
            .AddPolicyScheme(any, null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? KeyHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyHandler.SchemeName, null)
            .AddCookie(o =>
            {
                o.Cookie.Name = "qyran";
                (o.Cookie.HttpOnly, o.Cookie.SameSite, o.Cookie.SecurePolicy) = (true, SameSiteMode.Strict, CookieSecurePolicy.SameAsRequest);
                (o.ExpireTimeSpan, o.SlidingExpiration) = (SessionCookie.Lasts, true);
                o.Events.OnValidatePrincipal = SessionCookie.Validate;
                o.Events.OnRedirectToLogin = SignInPage.Ask;
                o.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                };
            }), settings);
        services.AddAuthorization(Rights.Set).AddSingleton<IAuthorizationMiddlewareResultHandler, Refusals>();
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            RateLimitPartition<IPAddress> PerAddress(HttpContext context) => RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress ?? IPAddress.None,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) });
            o.AddPolicy(SignInPage.Limit, PerAddress);
            // the provider's answer is taken by the sign-in itself, before there is a route; every one stands in the audit log
            o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
                context.Request.Path == OidcSignIn.Back ? PerAddress(context) : RateLimitPartition.GetNoLimiter(IPAddress.None));
        });
        // a page elsewhere whose name is made to point at this machine gets nothing
        services.AddHostFiltering(o => o.AllowedHosts = IPAddress.IsLoopback(settings.Listen) && settings.Proxies.IsEmpty ? ["localhost", "127.0.0.1", "[::1]"] : ["*"]);
    }

    internal static void Json(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.Converters.Add(new ZonedTime());
        (json.RespectNullableAnnotations, json.RespectRequiredConstructorParameters) = (true, true);
    }
}
