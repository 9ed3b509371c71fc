using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qyran.Server.Onvif;

/// <summary>Asks the networks this machine is in which ONVIF devices are there. Nothing is added by it.</summary>
internal static class DiscoverCameras
{
    /// <param name="ListenS">How long answers are waited for, 1 to 15 s.</param>
    internal sealed record Request(int ListenS = 3);

    internal static async Task<Results<Ok<ImmutableArray<FoundDevice>>, ProblemHttpResult>> Handle(Request body, ServerSettings settings, TimeProvider clock, CancellationToken stop)
    {
        if (body.ListenS is < 1 or > 15) return Problems.Invalid("answers are waited for from 1 to 15 s");
        var (found, failure) = await Discovery.Probe(Discovery.Everywhere, TimeSpan.FromSeconds(body.ListenS), settings.AllowLoopback, clock, stop);
        return failure is null ? TypedResults.Ok(found) : Problems.Of(failure);
    }
}
