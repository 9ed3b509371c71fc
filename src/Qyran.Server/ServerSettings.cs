using System.Net;

namespace Qyran.Server;

/// <summary>How a server is started.</summary>
public sealed record ServerSettings
{
    /// <summary>Where recordings, evidence, keys and the embedded database lie; made if missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary><c>postgres://…</c>; null: the SQLite file in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>Told at each try while the database is not reachable at the start, which is waited for then. Null: that is a failure.</summary>
    public Action<Domain.Failures.Failure>? Waiting { get; init; }

    /// <summary>0: any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Where it listens. Anything but loopback is reachable for others and needs <see cref="Certificate"/> or a proxy with HTTPS before it.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>PEM file of the certificate it speaks HTTPS with; null: plain HTTP.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of its key; null: in the certificate's file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>What these say of who asks (X-Forwarded-For, X-Forwarded-Proto) is believed; nobody else's word is.</summary>
    public System.Collections.Immutable.ImmutableArray<IPAddress> Proxies { get; init; } = [];

    /// <summary>Cameras, receivers and a broker on this machine itself are allowed: for tests and for converters that run beside the server.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>"motion" or the path of an ONNX model.</summary>
    public string Detector { get; init; } = "motion";

    /// <summary>The pages' files are read from here at every request instead of from the program: for working on them. Null: from the program.</summary>
    public string? Pages { get; init; }

    /// <summary>Whoever comes by the first start's link is asked for a name and a password. The demo does not ask.</summary>
    public bool AskForAccount { get; init; }

    /// <summary>A search by plate that says no reason is refused. Otherwise a reason may be said; either way it stands in the audit log.</summary>
    public bool PlateReason { get; init; }

    /// <summary>Tries to sign in per minute and address; more are answered 429.</summary>
    public int SignInsPerMinute { get; init; } = 20;

    /// <summary>Through which provider people come in beside those with a password; null: none.</summary>
    public Access.OidcSettings? Oidc { get; init; }

    /// <summary>The OpenTelemetry collector that gets the figures of <c>/metrics</c> by OTLP over HTTP; without a path: at its <c>/v1/metrics</c>. Null: none.</summary>
    public Uri? Telemetry { get; init; }

    /// <summary>The time-stamping authority that vouches for when evidence was signed (RFC 3161). Null: none.</summary>
    public Uri? TimeStamps { get; init; }

    /// <summary>Rounds of a password's hash: OWASP's figure. Only tests take fewer.</summary>
    internal int PasswordRounds { get; init; } = 210_000;

    public const int DefaultPort = 5080;
}
