using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Qyran.Tests.Server;

/// <summary>Another system that takes webhooks: remembers every message and answers as it is told to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    public ConcurrentQueue<Message> Got { get; } = new();

    /// <summary>Status and text of the next answers.</summary>
    public (int Status, string Text) Answer { get; set; } = (204, "");

    /// <summary>Bodies it answers with 400.</summary>
    public Func<string, bool> Refuse { get; set; } = _ => false;

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook";

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var message = new Message(context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value)), await reader.ReadToEndAsync());
            var (status, text) = receiver.Refuse(message.Body) ? (400, "") : receiver.Answer;
            receiver.Got.Enqueue(message);
            context.Response.StatusCode = status;
            if (status is >= 300 and < 400) context.Response.Headers.Location = "/elsewhere";
            if (text.Length > 0) await context.Response.WriteAsync(text);
        });
        await receiver.app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    internal sealed record Message(string Path, IHeaderDictionary Headers, string Body)
    {
        public string Id => Headers["webhook-id"].ToString();
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
        public string Type => Json.GetProperty("type").GetString()!;
    }
}
