using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;
using Qyran.Server.Access;

namespace Qyran.Server.Live;

/// <summary>Server-sent events: <c>passage</c>, <c>case</c>, <c>camera</c> and <c>watch</c> with the same bodies as the routes give, and <c>tick</c> after every 15 s without any and where something was lost. Told is what the asker's role may see, at the asker's sites.</summary>
internal static class Events
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    internal static ServerSentEventsResult<object> Handle(ClaimsPrincipal who, Connections connections, Announcer announcer, TimeProvider clock, IHostApplicationLifetime life, CancellationToken stop) =>
        TypedResults.ServerSentEvents(Listen(Asker.Known(who), connections, announcer, clock, life, stop));

    private static async IAsyncEnumerable<SseItem<object>> Listen(Asker known, Connections connections, Announcer announcer, TimeProvider clock, IHostApplicationLifetime life, [EnumeratorCancellation] CancellationToken left)
    {
        // until the session is over or the asker's rights may have changed: the browser asks again by itself
        using var open = await connections.Begin(known, null, left);
        if (open is null) yield break;
        var asker = open.Asker;
        // a stream ends with the server too: it would hold up its stopping
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(open.Ends, life.ApplicationStopping);
        var stop = ends.Token;
        using var listener = announcer.Listen();
        var told = listener.Lost;
        // the first byte at once: the browser's connection counts as open only then
        yield return new SseItem<object>(new Tick(told), "tick");
        while (!stop.IsCancellationRequested)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var waited = listener.Reader.WaitToReadAsync(silence.Token).AsTask();
            if (await Task.WhenAny(waited, Task.Delay(Silence, clock, silence.Token)) != waited)
            {
                await silence.CancelAsync();
                if (stop.IsCancellationRequested) yield break;
                told = listener.Lost;
                yield return new SseItem<object>(new Tick(told), "tick");
                continue;
            }
            await silence.CancelAsync();
            while (!stop.IsCancellationRequested && listener.Reader.TryRead(out var said))
                if (asker.Sees(said.Site) && asker.May(RightFor(said.Kind))) yield return new SseItem<object>(said.Body, said.Kind);
            // where so much happens that something is lost, silence may not come for hours
            if (listener.Lost == told) continue;
            told = listener.Lost;
            yield return new SseItem<object>(new Tick(told), "tick");
        }
    }

    private static Right RightFor(string kind) => kind switch
    {
        "passage" => Right.Passages,
        "case" => Right.Cases,
        "camera" => Right.Cameras,
        "watch" => Right.Alerts,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "an announcement nobody said whom it is for"),
    };

    /// <param name="Lost">Announcements this listener was too slow for, since it began.</param>
    internal sealed record Tick(long Lost);
}
