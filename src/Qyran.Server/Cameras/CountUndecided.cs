using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Rules;
using Qyran.Server.Access;
using Qyran.Server.Findings;
using Qyran.Storage;
using Qyran.Storage.Rows;
using Qyran.Storage.Traffic;

namespace Qyran.Server.Cameras;

/// <summary>What a camera's rules left undecided lately, and why: a lamp nobody cleans, a lane nobody gave an arrow. Counts alone; which passages they were is not kept.</summary>
internal static class CountUndecided
{
    private const int MostDays = 400;

    /// <param name="Days">1 to 400: of the last so many times 24 hours, from the full hour on.</param>
    internal sealed record Request(int Days = 7);

    /// <param name="From">Vehicles first seen from here on.</param>
    /// <param name="Rules">Those that found or left undecided something, in the order of the rule book.</param>
    /// <param name="Undecided">Of all rules; a passage counts once for each rule.</param>
    internal sealed record Answer(DateTimeOffset From, long Undecided, ImmutableArray<RuleView> Rules);

    /// <param name="Cases">Cases of this span that wait or are approved; null for who may not see cases.</param>
    /// <param name="Undecided">Passages left undecided.</param>
    /// <param name="Reasons">Why, the commonest first.</param>
    internal sealed record RuleView(string Rule, string RuleTitle, long? Cases, long Undecided, ImmutableArray<ReasonView> Reasons);

    /// <param name="Reason">The verdict's sentence with … for figures and names; <c>other</c>: one of too many different ones.</param>
    internal sealed record ReasonView(string Reason, long Passages);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, [AsParameters] Request ask, ClaimsPrincipal who, Store store, TimeProvider clock, CancellationToken stop)
    {
        if (ask.Days is < 1 or > MostDays) return Problems.Invalid("undecided passages are counted over 1 to 400 days");
        if (await store.Sites.FindCamera(id, stop) is null) return Problems.NotFound("no such camera");
        var (now, asker) = (clock.GetUtcNow(), Asker.Known(who));
        var fromHour = now.AddDays(-ask.Days).Us() / UndecidedTally.HourUs;
        var undecided = (await store.Undecided.Of(id, fromHour, stop)).ToLookup(c => c.Rule, StringComparer.Ordinal);
        var cases = asker.May(Right.Cases) ? await Cases(new TrafficQuery(fromHour * UndecidedTally.HourUs, now.Us(), UndecidedTally.HourUs, 0, [id], asker.Sites), store, stop) : null;
        var named = undecided.Select(g => g.Key);
        if (cases is not null) named = named.Union(cases.Keys, StringComparer.Ordinal);
        var order = RuleBook.Rules.Select(r => r.Id).ToList();
        var rules = named.OrderBy(rule => order.IndexOf(rule) is var at && at < 0 ? order.Count : at).ThenBy(rule => rule, StringComparer.Ordinal)
            .Select(rule => new RuleView(rule, RuleBook.Title(rule), cases?.GetValueOrDefault(rule), undecided[rule].Sum(c => c.Passages), [.. undecided[rule].Select(c => new ReasonView(c.Reason, c.Passages))]));
        return TypedResults.Ok(new Answer(Moment.Of(fromHour * UndecidedTally.HourUs), undecided.Sum(g => g.Sum(c => c.Passages)), [.. rules]));
    }

    /// <summary>By rule, without what a person has rejected.</summary>
    private static async Task<Dictionary<string, long>> Cases(TrafficQuery ask, Store store, CancellationToken stop) =>
        (await store.Traffic.Violations(ask, stop)).Where(v => v.State != CaseState.Rejected).GroupBy(v => v.Rule, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(v => v.Count), StringComparer.Ordinal);
}
