using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>
/// A time-stamping authority that is asked over HTTP (RFC 3161 §3.4). It learns a hash, nothing of the pack. Its answer is checked as <see cref="PackVerifier"/> will check it before
/// it is taken, so plain HTTP will do: an answer that was changed on the way is none. Any thread.
/// </summary>
public sealed class TimeStampAuthority : ITimeStamper, IDisposable
{
    private const int LargestAnswer = 128 * 1024, Tries = 2;

    /// <summary>One that did not answer is not asked again for so long: packs that come one after the other do not each wait for it.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly Uri address;
    private readonly TimeProvider clock;
    private readonly HttpClient http;
    private readonly Lock gate = new();
    private (long At, Failure Why)? away;

    /// <param name="patience">How long one of two tries may take; a pack waits for it.</param>
    public TimeStampAuthority(Uri address, TimeProvider clock, TimeSpan? patience = null)
    {
        (this.address, this.clock) = (address, clock);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = patience ?? TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>Reads what people write; null with the reason when it is no address of an authority.</summary>
    public static Uri? Address(string text, out Failure? failure)
    {
        failure = null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        failure = new(FailureKind.Invalid, $"'{text}' is no address of a time-stamping authority; write it like http://timestamp.example.org/tsr");
        return null;
    }

    public byte[]? Stamp(ReadOnlyMemory<byte> signature, out Failure? failure)
    {
        lock (gate)
        {
            failure = away is var (at, why) && clock.GetElapsedTime(at) < Rest ? why : null;
        }
        if (failure is not null) return null;
        for (var left = Tries; ;)
        {
            var token = Ask(signature, out failure);
            if (token is null && failure!.Kind == FailureKind.Unreadable && --left > 0) continue;
            lock (gate)
            {
                away = failure is { Kind: FailureKind.Unreadable } ? (clock.GetTimestamp(), failure) : null;
            }
            return token;
        }
    }

    public void Dispose() => http.Dispose();

    private byte[]? Ask(ReadOnlyMemory<byte> signature, out Failure? failure)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(signature.Span, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        byte[] answer;
        try
        {
            using var asked = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(request.Encode()) };
            asked.Content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var answered = http.Send(asked, HttpCompletionOption.ResponseContentRead);
            if (!answered.IsSuccessStatusCode) return Fail(FailureKind.Unreadable, $"the time-stamping authority {address.Host} answers {(int)answered.StatusCode}", out failure);
            using var content = answered.Content.ReadAsStream();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            answer = bytes.ToArray();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return Fail(FailureKind.Unreadable, e is TaskCanceledException
                ? $"the time-stamping authority {address.Host} has not answered in {http.Timeout.TotalSeconds:0} s" : $"the time-stamping authority {address.Host} cannot be reached: {e.Message}", out failure);
        }
        byte[] token;
        try
        {
            token = request.ProcessResponse(answer, out _).AsSignedCms().Encode();
        }
        catch (CryptographicException e)
        {
            return Fail(FailureKind.Invalid, $"the time-stamping authority {address.Host} gives no time stamp: {e.Message}", out failure);
        }
        if (TimeStampToken.Read(token, signature.Span, null, out var fault) is null) return Fail(FailureKind.Invalid, $"the time-stamping authority {address.Host} gives a time stamp that {fault}", out failure);
        failure = null;
        return token;
    }

    private static byte[]? Fail(FailureKind kind, string text, out Failure failure)
    {
        failure = new(kind, text);
        return null;
    }
}
