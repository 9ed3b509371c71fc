using System.Collections.Immutable;
using System.Globalization;

namespace Qyran.Evidence;

/// <summary>Holds a folder of packs against its chain file. The packs' own signed places decide; the chain file says which should be there.</summary>
internal static class ChainCheck
{
    public static ChainReport Run(string folder, VerifyOptions options)
    {
        var findings = new List<Finding>();
        var notes = new List<string>();
        string[] paths;
        ImmutableArray<ChainLink>? chain = [];
        var chainPath = Path.Combine(folder, ChainFile.Name);
        try
        {
            // in capitals too: a pack slipped in under another ending is named by the case it says it is of
            paths = Directory.GetFiles(folder, "*.zip", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = 0, IgnoreInaccessible = false });
            foreach (var partial in Directory.GetFiles(folder, "*.zip" + PackWriter.PartialEnding).Order(StringComparer.Ordinal))
                notes.Add($"{Finding.Printable(Path.GetFileName(partial))} is an unfinished pack: the program is writing it, or was killed while it did");
            if (!File.Exists(chainPath)) findings.Add(new Finding(ChainFile.Name, FindingKind.Missing, "missing: packs removed from the end cannot be noticed"));
            else if ((chain = ChainFile.Read(chainPath, out var fault)) is null)
                findings.Add(new Finding(ChainFile.Name, FindingKind.Changed, fault!));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ChainReport(folder, PackState.NotAPack, [], [new Finding(Finding.Archive, FindingKind.NotAPack, $"cannot be read: {e.Message}")], []);
        }
        if (paths.Length == 0 && !File.Exists(chainPath))
            return new ChainReport(folder, PackState.NotAPack, [], [new Finding(Finding.Archive, FindingKind.NotAPack, "holds no packs")], [.. notes]);

        Array.Sort(paths, StringComparer.Ordinal);
        var packs = paths.Select(p => PackVerifier.Verify(p, options)).ToImmutableArray();
        Places(packs, findings);
        Keys(packs, options, findings, notes);
        if (chain is { } links && File.Exists(chainPath)) Recorded(links, packs, options, findings, notes);
        Stamped(packs, notes);
        Clock(packs, notes);
        var bent = findings.Count > 0 || packs.Any(p => p.State != PackState.Sound);
        return new ChainReport(folder, bent ? PackState.Altered : PackState.Sound, packs, [.. findings], [.. notes]);
    }

    /// <summary>From the packs alone: their file names, and each one's pointer at the one before.</summary>
    private static void Places(ImmutableArray<VerifyReport> packs, List<Finding> findings)
    {
        foreach (var pack in packs)
            if (pack.Manifest is { } m && m.CaseId + ".zip" != Path.GetFileName(pack.Path))
                findings.Add(Chain(pack, $"is the pack of case {Finding.Printable(m.CaseId)} under another name"));
        var placed = packs.Where(p => p.Manifest is not null).OrderBy(p => p.Manifest!.Sequence).ToArray();
        for (var i = 0; i < placed.Length; i++)
        {
            var (now, before) = (placed[i].Manifest!, i == 0 ? null : placed[i - 1].Manifest);
            if (now.Sequence < 1 || (now.Sequence == 1) != (now.PreviousManifestSha256 is null)) findings.Add(Chain(placed[i], $"cannot stand at place {now.Sequence}"));
            else if (before?.Sequence == now.Sequence) findings.Add(Chain(placed[i], $"claims place {now.Sequence}, which {Name(placed[i - 1])} has too"));
            else if (now.Sequence != (before?.Sequence ?? 0) + 1)
                findings.Add(Chain(placed[i], $"is pack number {now.Sequence}; {Missing((before?.Sequence ?? 0) + 1, now.Sequence - 1)} before it"));
            else if (before is not null && now.PreviousManifestSha256 != placed[i - 1].ManifestSha256)
                findings.Add(Chain(placed[i], $"does not continue {Name(placed[i - 1])}: one of the two was changed or put in its place"));
        }
    }

    /// <summary>A device may be given a new key. Whoever checks must vouch for both then, and the one that was given up signs no more.</summary>
    private static void Keys(ImmutableArray<VerifyReport> packs, VerifyOptions options, List<Finding> findings, List<string> notes)
    {
        var placed = packs.Where(p => p is { Manifest: not null, KeyId: not null }).OrderBy(p => p.Manifest!.Sequence).ToArray();
        var givenUp = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 1; i < placed.Length; i++)
        {
            var (key, before) = (placed[i].KeyId!, placed[i - 1].KeyId!);
            if (key == before) continue;
            givenUp.Add(before);
            if (!options.Trusts(key) || !options.Trusts(before))
                findings.Add(Chain(placed[i], $"is signed by another device key ({key[..16]}…) than {Name(placed[i - 1])} ({before[..16]}…); if the device was given a new key, check again with the public keys of both: --key twice"));
            else if (givenUp.Contains(key)) findings.Add(Chain(placed[i], $"is signed by a device key that was given up before {Name(placed[i - 1])}"));
            else notes.Add($"from {Name(placed[i])} on the packs are signed by key {key[..16]}…, before by key {before[..16]}…; both are trusted");
        }
    }

    /// <summary>A pack holds the hash of the one before, so a stamp vouches for all before it, too.</summary>
    private static void Stamped(ImmutableArray<VerifyReport> packs, List<string> notes)
    {
        var placed = packs.Where(p => p.State == PackState.Sound).OrderBy(p => p.Manifest!.Sequence).ToArray();
        if (placed.All(p => p.Stamp is null)) return;
        foreach (var bare in placed.Where(p => p.Stamp is null))
        {
            var by = placed.FirstOrDefault(p => p.Manifest!.Sequence > bare.Manifest!.Sequence && p.Stamp is not null);
            notes.Add(by is null ? $"{Name(bare)} bears no time stamp, nor does a pack after it"
                : string.Create(CultureInfo.InvariantCulture, $"{Name(bare)} bears no time stamp, but {Name(by)} after it does: it is from before {by.Stamp!.AtUtc.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
        }
    }

    /// <summary>Packs are made one after the other: where the hour falls from one to the next, the device's clock was wrong before or is now.</summary>
    private static void Clock(ImmutableArray<VerifyReport> packs, List<string> notes)
    {
        var placed = packs.Where(p => p.State == PackState.Sound).OrderBy(p => p.Manifest!.Sequence).ToArray();
        for (var i = 1; i < placed.Length; i++)
        {
            var (now, before) = (placed[i].Manifest!.CreatedAtUtc, placed[i - 1].Manifest!.CreatedAtUtc);
            if (before - now > VerifyReport.ClocksApart)
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{Name(placed[i])} follows {Name(placed[i - 1])} and was made {Math.Floor((before - now).TotalSeconds):0} s before it by the device's clock: that was set back"));
        }
    }

    private static void Recorded(ImmutableArray<ChainLink> chain, ImmutableArray<VerifyReport> packs, VerifyOptions options, List<Finding> findings, List<string> notes)
    {
        for (var i = 0; i < chain.Length; i++)
            if (chain[i].Sequence != i + 1 || chain[i].Previous != (i == 0 ? null : chain[i - 1].ManifestSha256))
                findings.Add(new Finding(ChainFile.Name, FindingKind.Chain, $"line {i + 1} does not continue the line before it"));
        var (byCase, byName) = (new Dictionary<string, VerifyReport>(StringComparer.Ordinal), new Dictionary<string, VerifyReport>(StringComparer.Ordinal));
        foreach (var pack in packs)
        {
            if (pack.Manifest is { } m) byCase.TryAdd(m.CaseId, pack);
            byName.TryAdd(Path.GetFileName(pack.Path), pack);
        }
        foreach (var link in chain)
        {
            var name = Finding.Printable(link.CaseId) + ".zip";
            var pack = byCase.GetValueOrDefault(link.CaseId) ?? byName.GetValueOrDefault(name);
            if (pack is null) findings.Add(new Finding(name, FindingKind.Missing, $"missing: the chain records it at place {link.Sequence}"));
            else if (pack.Manifest is { } m && (pack.ManifestSha256 != link.ManifestSha256 || m.Sequence != link.Sequence || m.PreviousManifestSha256 != link.Previous))
                findings.Add(Chain(pack, $"is not the pack the chain records at place {link.Sequence}"));
        }
        var recorded = chain.Select(l => l.CaseId).ToHashSet(StringComparer.Ordinal);
        var others = packs.Where(p => p.Manifest is { } m && !recorded.Contains(m.CaseId)).ToArray();
        foreach (var pack in others)
        {
            // between a pack and its line in the chain lies one moment; only the newest pack can have lost its line there
            if (others.Length == 1 && pack.State == PackState.Sound && Continues(pack, chain, packs, options))
                notes.Add($"{Name(pack)} continues the chain but is not in {ChainFile.Name}: the program was killed before it wrote the line");
            else findings.Add(Chain(pack, "is not in the chain: it was put here"));
        }
    }

    private static bool Continues(VerifyReport pack, ImmutableArray<ChainLink> chain, ImmutableArray<VerifyReport> packs, VerifyOptions options) =>
        pack.Manifest!.Sequence == chain.Length + 1 && pack.Manifest.PreviousManifestSha256 == (chain.IsEmpty ? null : chain[^1].ManifestSha256)
        && packs.All(p => p.KeyId is null || p.KeyId == pack.KeyId || (options.Trusts(p.KeyId) && options.Trusts(pack.KeyId!)));

    private static Finding Chain(VerifyReport pack, string text) => new(Name(pack), FindingKind.Chain, text);
    private static string Name(VerifyReport pack) => Finding.Printable(Path.GetFileName(pack.Path));
    private static string Missing(long from, long to) => from == to ? $"number {from} is missing" : $"numbers {from} to {to} are missing";
}
