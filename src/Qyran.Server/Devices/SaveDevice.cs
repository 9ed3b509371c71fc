using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Server.Audit;
using Qyran.Server.Findings;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Devices;

/// <summary>Registers another maker's device or replaces what is known of the one of this id. Passages handed in before keep what they were handed in with.</summary>
internal static class SaveDevice
{
    /// <param name="Serial">As on its plate.</param>
    /// <param name="Approval">Certificate of its approval, with the register it stands in.</param>
    internal sealed record Request(string Site, string Name, string Maker, string Model, string Serial, string? Approval = null) : ITold
    {
        object ITold.Told => new { Site, Name, Maker, Model, Serial, Approval };
    }

    internal static async Task<Results<Ok<DeviceView>, ProblemHttpResult>> Handle(string id, Request body, Store store, TimeProvider clock, ClaimsPrincipal who, CancellationToken stop)
    {
        if (!Ids.IsGood(id) || id == LiveSink.PassagesFolder) return Problems.Invalid(Ids.Rule);
        foreach (var (word, text) in (ReadOnlySpan<(string, string)>)[("name", body.Name), ("maker", body.Maker), ("model", body.Model), ("serial", body.Serial)])
            if (text is not { Length: > 0 and <= 120 }) return Problems.Invalid($"a device needs a {word} of at most 120 signs");
        if (body.Approval is not (null or { Length: > 0 and <= 200 })) return Problems.Invalid("an approval has at most 200 signs");
        if (!Asker.Known(who).Sees(body.Site) || (await store.Sites.All(stop)).All(s => s.Id != body.Site)) return Problems.Invalid($"there is no site '{body.Site}'; make it first");
        if (await store.Sites.FindCamera(id, stop) is not null) return Problems.Conflict($"'{id}' is the id of a camera; passages name both in one place, so take another id");
        var before = await store.Devices.Find(id, stop);
        var row = new DeviceRow(id, body.Site, body.Name, body.Maker, body.Model, body.Serial, body.Approval, before?.MadeUs ?? clock.GetUtcNow().Us());
        await store.Devices.Save(row, stop);
        return TypedResults.Ok(DeviceView.Of(row));
    }
}
