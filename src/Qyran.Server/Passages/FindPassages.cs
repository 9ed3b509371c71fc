using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Qyran.Domain.Detections;
using Qyran.Domain.Plates;
using Qyran.Domain.Units;
using Qyran.Server.Access;
using Qyran.Storage;
using Qyran.Storage.Search;

namespace Qyran.Server.Passages;

/// <summary>Search: plate with * and ?, look-alikes, edits; time, place, class, speed. What is not given is not asked about.</summary>
internal static class FindPassages
{
    /// <param name="Plate">A text, or a pattern with * (any signs) and ? (one sign).</param>
    /// <param name="Reason">What the plate is sought for, in 3 to 200 signs: it stands in the audit log beside the plate. A server may want one of every search by plate.</param>
    /// <param name="LookAlikes">Also what differs only in signs that look alike (0 and O).</param>
    /// <param name="Edits">Also what is 1 or 2 wrong signs away; not together with a pattern.</param>
    /// <param name="From">First seen at this instant or later.</param>
    /// <param name="Until">First seen before this instant.</param>
    /// <param name="After">The last page's <c>next</c>.</param>
    /// <param name="Most">1 to 200 on a page.</param>
    internal sealed record Request(
        string? Plate = null, string? Reason = null, [FromQuery(Name = "look_alikes")] bool LookAlikes = true, int Edits = 0, string? Country = null, DateTimeOffset? From = null, DateTimeOffset? Until = null,
        string[]? Camera = null, string[]? Site = null, string[]? Class = null, [FromQuery(Name = "speed_from_kmh")] decimal? SpeedFromKmh = null, [FromQuery(Name = "speed_until_kmh")] decimal? SpeedUntilKmh = null, string? After = null, int Most = 50);

    /// <param name="Next">Ask for this as <c>after</c>; null on the last page.</param>
    /// <param name="Complete">False when so many plates resemble the one asked for that only the nearest were looked up.</param>
    internal sealed record Answer(ImmutableArray<PassageView> Items, string? Next, bool Complete);

    private const int LeastReason = 3, MostReason = 200;

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle([AsParameters] Request ask, ClaimsPrincipal who, ServerSettings settings, Store store, CancellationToken stop)
    {
        if (ask.Most is < 1 or > 200) return Problems.Invalid("a page holds 1 to 200 passages");
        var reason = ask.Reason?.Trim() ?? "";
        if (reason.Length is not (0 or (>= LeastReason and <= MostReason))) return Problems.Invalid("a reason has 3 to 200 signs");
        if (settings.PlateReason && reason.Length == 0 && !string.IsNullOrWhiteSpace(ask.Plate)) return Problems.Invalid("a search by plate needs a reason here: say in 'reason', in 3 to 200 signs, what it is for");
        PlatePattern? plate = null;
        if (ask.Plate?.Trim() is { Length: > 0 } text && (plate = PlatePattern.Parse(text, ask.LookAlikes, ask.Edits, out var why)) is null) return Problems.Of(why!);
        var classes = ImmutableArray.CreateBuilder<RoadUser>();
        foreach (var word in Named.In(ask.Class))
        {
            if (!ClosedChoice.TryRead<RoadUser>(word, out var known))
                return Problems.Invalid($"there is no class '{word}'; there are {string.Join(", ", Enum.GetNames<RoadUser>()).ToLowerInvariant()}");
            classes.Add(known);
        }
        if (ask.SpeedFromKmh is not (null or (>= 0 and <= 1000)) || ask.SpeedUntilKmh is not (null or (>= 0 and <= 1000))) return Problems.Invalid("a speed is from 0 to 1000 km/h");
        var sites = Asker.Known(who).Narrow(Named.In(ask.Site));
        if (sites is { IsEmpty: true }) return TypedResults.Ok(new Answer([], null, true));
        var query = new PassageQuery
        {
            Plate = plate, Country = Named.Country(ask.Country), FromUs = ask.From?.Us(), UntilUs = ask.Until?.Us(), Classes = classes.ToImmutable(),
            Cameras = Named.In(ask.Camera), Sites = sites ?? [],
            SpeedFrom = ask.SpeedFromKmh is { } slow ? Speed.FromKmh(slow) : null, SpeedUntil = ask.SpeedUntilKmh is { } fast ? Speed.FromKmh(fast) : null,
        };
        var (page, failure) = await store.Search.Find(query, ask.Most, ask.After, stop);
        if (page is null) return Problems.Of(failure!);
        return TypedResults.Ok(new Answer([.. page.Hits.Select(h => PassageView.Of(h.Passage, h.Match))], page.Next, page.Complete));
    }
}
