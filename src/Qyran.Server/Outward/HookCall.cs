using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Qyran.Storage.Rows;

namespace Qyran.Server.Outward;

/// <summary>Posts events to one hook, signed.</summary>
/// <param name="secret">Null: its seal cannot be opened any more.</param>
internal sealed class HookCall(Uri address, string? secret, OutsideHttp http, TimeProvider clock) : IDeliver
{
    private const int MostOfAnswer = 400;

    public int AtOnce => 8;

    public Task<DeliveryAnswer> Deliver(DeliveryRow what, CancellationToken stop) => Post(what.EventId, what.Body, stop);

    public async Task<DeliveryAnswer> Post(string id, string body, CancellationToken stop)
    {
        if (secret is null) return new(false, "the hook's secret cannot be opened: make a new one");
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", HookSignature.Of(secret, id, now, body));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Qyran", "1"));
        var (status, said, failure) = await http.Send(request, MostOfAnswer, stop);
        return status switch
        {
            0 => new(false, failure!.Text),
            >= 200 and < 300 => new(true, Say(status, said)),
            >= 300 and < 400 => new(false, $"{status}: it answers with another address; write that one into the hook"),
            410 => new(false, Say(status, said), Gone: true),
            _ => new(false, Say(status, said)),
        };
    }

    public Task Rest(CancellationToken stop) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Say(int status, byte[] said)
    {
        var text = new string([.. Encoding.UTF8.GetString(said).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return text.Length == 0 ? status.ToString(CultureInfo.InvariantCulture) : $"{status}: {text}";
    }
}
