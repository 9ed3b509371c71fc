using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Line.Cases;

namespace Qyran.Line.Live;

/// <summary>Cases that wait for their pack, on the disk in the form of packs without pictures, so that a killed program finds them again.</summary>
internal sealed class PendingCases(string folder, DeviceKey key)
{
    /// <summary>Those of a camera.</summary>
    public static PendingCases Of(LiveHouse house, string cameraId) => new(Path.Combine(house.DataFolder, "scratch", cameraId, "pending"), house.Key);

    /// <summary>What a case's clip needs of the recordings, µs UTC, with pre- and post-roll.</summary>
    public static (long FromUs, long UntilUs) Span(PackContents words, LiveSettings settings)
    {
        var (from, until) = ClipSpan.Of(words.Track, words.Case.Verdict);
        var offset = words.Track.First.Time.UtcOffsetUs ?? 0;
        return (from + offset - (settings.PreRoll.Ticks / 10), until + offset + (settings.PostRoll.Ticks / 10));
    }

    /// <summary>What a camera says whose folder of waiting cases refuses.</summary>
    public static string Refused(Exception e) => $"the cases that wait for their evidence cannot be read: {e.Message}";

    /// <summary>Whether that is what was said.</summary>
    public static bool IsRefused(string said) => said.StartsWith("the cases that wait", StringComparison.Ordinal);

    /// <summary>Null when it is on the disk.</summary>
    public Failure? Keep(PackContents words)
    {
        if (File.Exists(Name(words.CaseId))) return null;
        return PackWriter.Write(folder, words, key, null) is PackOutcome.Failed failed ? failed.Failure : null;
    }

    /// <summary>What an earlier run left, oldest first. What cannot be read was never finished and goes.</summary>
    public IEnumerable<PackContents> All()
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var half in Directory.GetFiles(folder, "*" + PackWriter.PartialEnding)) File.Delete(half);
        foreach (var path in Directory.GetFiles(folder, "*.zip").OrderBy(File.GetLastWriteTimeUtc).ThenBy(p => p, StringComparer.Ordinal))
        {
            if (PackReader.TryOpen(path, new VerifyOptions(), null, out _) is { } words) yield return words;
            else File.Delete(path);
        }
    }

    /// <summary>Ids of all, unread: any thread may ask, also while others are kept and dropped.</summary>
    public IReadOnlyList<string> Ids() => !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*.zip").Select(p => Path.GetFileNameWithoutExtension(p))];

    public bool Has(string caseId) => File.Exists(Name(caseId));

    public void Drop(string caseId) => File.Delete(Name(caseId));

    private string Name(string caseId) => Path.Combine(folder, caseId + ".zip");
}
