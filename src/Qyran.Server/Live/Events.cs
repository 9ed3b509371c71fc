using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;

namespace Qyran.Server.Live;

/// <summary>Server-sent events: <c>passage</c>, <c>case</c> and <c>camera</c> with the same bodies as the routes give, and <c>tick</c> every 15 s.</summary>
internal static class Events
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    internal static ServerSentEventsResult<object> Handle(Announcer announcer, TimeProvider clock, IHostApplicationLifetime life, CancellationToken stop) =>
        TypedResults.ServerSentEvents(Listen(announcer, clock, life, stop));

    private static async IAsyncEnumerable<SseItem<object>> Listen(Announcer announcer, TimeProvider clock, IHostApplicationLifetime life, [EnumeratorCancellation] CancellationToken left)
    {
        // a stream ends with the server too: it would hold up its stopping
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(left, life.ApplicationStopping);
        var stop = ends.Token;
        using var listener = announcer.Listen();
        // the first byte at once: the browser's connection counts as open only then
        yield return new SseItem<object>(new Tick(listener.Lost), "tick");
        while (!stop.IsCancellationRequested)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var waited = listener.Reader.WaitToReadAsync(silence.Token).AsTask();
            if (await Task.WhenAny(waited, Task.Delay(Silence, clock, silence.Token)) != waited)
            {
                await silence.CancelAsync();
                if (stop.IsCancellationRequested) yield break;
                yield return new SseItem<object>(new Tick(listener.Lost), "tick");
                continue;
            }
            await silence.CancelAsync();
            while (listener.Reader.TryRead(out var said)) yield return new SseItem<object>(said.Body, said.Kind);
        }
    }

    /// <param name="Lost">Announcements this listener was too slow for, since it began.</param>
    internal sealed record Tick(long Lost);
}
