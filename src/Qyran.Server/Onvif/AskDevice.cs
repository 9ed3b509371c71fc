using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Audit;
using Qyran.Server.Cameras;
using Qyran.Server.Outward;
using Qyran.Storage.Files;

namespace Qyran.Server.Onvif;

/// <summary>Asks one ONVIF device what it is and which streams it has, to be written into a camera's source. Nothing is added by it, and the password is not kept.</summary>
internal static class AskDevice
{
    /// <param name="Address">As the search gave it, or http://host/onvif/device_service.</param>
    internal sealed record Request(string Address, string? User = null, string? Password = null) : ITold
    {
        object ITold.Told => new { Host = OutsideHttp.Host(Address) };
    }

    internal sealed record Answer(string? Maker, string? Model, string? Serial, string? Firmware, ImmutableArray<StreamView> Streams);

    /// <param name="Source">What a camera's source may be; null when the device names none or one that is refused.</param>
    /// <param name="Refused">Why there is no source.</param>
    internal sealed record StreamView(string Token, string? Name, string? Codec, int? Width, int? Height, int? Fps, string? Source, string? Refused);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(Request body, OutsideHttp http, DataFolder folder, ServerSettings settings, TimeProvider clock, CancellationToken stop)
    {
        if (OutsideHttp.Refusal(body.Address) is { } refused) return Problems.Of(refused);
        if (body.User?.Length > 200 || body.Password?.Length > 200) return Problems.Invalid("user and password have at most 200 signs each");
        var (about, failure) = await new OnvifDevice(new Uri(body.Address), body.User, body.Password, http, clock).Ask(stop);
        if (about is null) return Problems.Of(failure!);
        var streams = ImmutableArray.CreateBuilder<StreamView>();
        foreach (var p in about.Profiles)
        {
            // what a device names is held to the same rules as what a person writes
            var why = p.Source is null ? "the device names no stream" : (await CameraSource.Refusal(p.Source, folder, settings.AllowLoopback, stop))?.Text;
            streams.Add(new(p.Token, p.Name, p.Codec, p.Width, p.Height, p.Fps, why is null ? p.Source : null, why));
        }
        return TypedResults.Ok(new Answer(about.Maker, about.Model, about.Serial, about.Firmware, streams.ToImmutable()));
    }
}
