using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Server.Health;

namespace Qyran.Tests.Server;

/// <summary>An OpenTelemetry collector gets the figures of <c>/metrics</c>.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_gets_the_figures_and_may_be_away_for_a_while()
    {
        var got = new ConcurrentQueue<(string Path, string? Type, byte[] Body)>();
        var away = true;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            if (away) context.Response.StatusCode = StatusCodes.Status400BadRequest;
            else got.Enqueue((context.Request.Path, context.Request.ContentType, body.ToArray()));
        });
        await collector.StartAsync();
        await using var server = await RunningServer.Start(telemetry: new Uri(collector.Urls.First()));
        await server.Store.Cases.Add([Storage.Sample.Case("c1", "p1")]);
        var telemetry = server.Server.Services.GetRequiredService<Telemetry>();
        Assert.False(await telemetry.Send(default));
        away = false;
        Assert.True(await telemetry.Send(default));
        var (path, type, sent) = Assert.Single(got);
        Assert.Equal(("/v1/metrics", "application/x-protobuf"), (path, type));
        var text = Encoding.Latin1.GetString(sent); // protobuf keeps strings as they are
        using var person = await server.Person();
        var names = (await person.GetStringAsync("/metrics")).Split('\n').Where(l => l.StartsWith("# TYPE", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]).Where(n => !n.StartsWith("qyran_camera", StringComparison.Ordinal)).ToArray();
        Assert.True(names.Length >= 8);
        Assert.All(names, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.Contains("candidate", text, StringComparison.Ordinal);
    }
}
