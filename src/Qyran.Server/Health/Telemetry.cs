using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Qyran.Evidence;

namespace Qyran.Server.Health;

/// <summary>
/// Sends the figures of <see cref="Figures"/> to an OpenTelemetry collector twice a minute, by OTLP over HTTP. A collector that does not answer is told of once in
/// the log; what it missed is not sent again, for the next figures hold it.
/// </summary>
internal sealed partial class Telemetry : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private readonly Figures figures;
    private readonly TimeProvider clock;
    private readonly ILogger<Telemetry> log;
    private readonly Uri collector;
    private readonly Meter meter = new("Qyran");
    private readonly BaseExportingMetricReader reader;
    private readonly MeterProvider provider;
    private readonly ConcurrentDictionary<string, ImmutableArray<Measurement<double>>> now = new(StringComparer.Ordinal);
    private bool answers = true;

    public Telemetry(Uri collector, Figures figures, TimeProvider clock, ILogger<Telemetry> log)
    {
        (this.figures, this.clock, this.log) = (figures, clock, log);
        this.collector = collector.AbsolutePath == "/" ? new Uri(collector, "/v1/metrics") : collector;
        reader = new BaseExportingMetricReader(new OtlpMetricExporter(new OtlpExporterOptions { Endpoint = this.collector, Protocol = OtlpExportProtocol.HttpProtobuf }));
        provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name)
            .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("qyran", serviceVersion: SoftwareVersion.Current, serviceInstanceId: Environment.MachineName))
            .AddReader(reader).Build();
    }

    /// <summary>Takes the figures and sends them.</summary>
    /// <returns>Whether the collector took them.</returns>
    internal async Task<bool> Send(CancellationToken stop)
    {
        var taken = await figures.Now(asker: null, stop);
        foreach (var gone in now.Keys.Except(taken.Select(f => f.Name))) now[gone] = []; // what the database alone knows, while it is away
        foreach (var figure in taken)
        {
            var known = now.ContainsKey(figure.Name);
            now[figure.Name] = [.. figure.Values.Select(v => v.Label is null ? new Measurement<double>(v.Is) : new(v.Is, new KeyValuePair<string, object?>(v.Label, v.Of)))];
            if (known) continue;
            if (figure.Counts) meter.CreateObservableCounter<double>(figure.Name, () => now[figure.Name], description: figure.Help);
            else meter.CreateObservableGauge<double>(figure.Name, () => now[figure.Name], description: figure.Help);
        }
        return await Task.Run(() => reader.Collect(10_000), stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do
            {
                var took = await Try(stoppingToken);
                if (took && !answers) Takes(log, collector);
                if (!took && answers) DoesNotTake(log, collector);
                answers = took;
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private async Task<bool> Try(CancellationToken stop)
    {
        try
        {
            return await Send(stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the disk does not say how full it is
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        provider.Dispose();
        meter.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Collector} takes the figures again")]
    private static partial void Takes(ILogger log, Uri collector);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Collector} does not take the figures; tried again every half minute")]
    private static partial void DoesNotTake(ILogger log, Uri collector);
}
