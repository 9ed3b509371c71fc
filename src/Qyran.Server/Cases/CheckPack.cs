using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Evidence;
using Qyran.Storage;

namespace Qyran.Server.Cases;

/// <summary>Checks the pack now, every byte, as <c>qyran verify</c> does.</summary>
internal static class CheckPack
{
    /// <param name="State">sound, altered or notapack.</param>
    /// <param name="Findings">What is wrong; empty when sound.</param>
    /// <param name="KeyId">Whose signature fits.</param>
    /// <param name="StampedAt">When it was signed at the latest, by the clock of a time-stamping authority; null where none vouches for it.</param>
    /// <param name="StampedBy">What the authority's certificate calls it. Whether to trust it is for <c>qyran verify --authority</c>.</param>
    /// <param name="DeviceVerification">Who verified the device, by which certificate, valid until when, as the pack states it; null where it states none.</param>
    /// <param name="ClockAheadS">How far at least the device's clock was ahead, for by it the pack was made after its time stamp; null where nothing says so.</param>
    internal sealed record Answer(string State, ImmutableArray<string> Findings, int Files, string? KeyId, string? Device, DateTimeOffset? CreatedAt, string? Software, string? ManifestSha256,
        DateTimeOffset? StampedAt, string? StampedBy, string? DeviceVerification, long? ClockAheadS);

    internal static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(string id, Store store, Packs packs, CancellationToken stop)
    {
        if (await store.Cases.Find(id, stop) is not { } found) return Problems.NotFound("no such case");
        if (packs.PathOf(found) is not { } path) return Problems.NotFound("no pack was recorded for it");
        // and its place among the device's packs, where their order is recorded
        var chain = Path.Combine(Path.GetDirectoryName(path)!, ChainFile.Name);
        var report = await Task.Run(() => PackVerifier.Verify(path, new VerifyOptions(null, File.Exists(chain) ? ChainFile.Find(chain, id, out _) : null)), stop);
        var m = report.Manifest;
        return TypedResults.Ok(new Answer(report.State.ToString().ToLowerInvariant(), [.. report.Findings.Select(f => f.ToString())], m?.Files.Length ?? 0,
            report.KeyId, m?.DeviceId, m?.CreatedAtUtc, m?.Software, report.ManifestSha256, report.Stamp?.AtUtc, report.Stamp?.Authority, m?.DeviceVerification,
            report.ClockAhead is { } ahead ? (long)Math.Floor(ahead.TotalSeconds) : null));
    }
}
