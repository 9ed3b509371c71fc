using System.Collections.Immutable;

namespace Qyran.Evidence;

/// <summary>Checks packs offline: nothing but the file, and where given a trusted key and the chain. Reads each pack once, never unpacks it.</summary>
public static class PackVerifier
{
    /// <summary>Memory stays small whatever the file claims to be; an unreadable file is not a pack.</summary>
    public static VerifyReport Verify(string zipPath, VerifyOptions options)
    {
        if (!PlainFile.Is(zipPath)) return NotAPack(zipPath, PlainFile.Fault);
        try
        {
            using var file = new FileStream(zipPath, FileMode.Open, FileAccess.Read, FileShare.Read, 4096);
            return Verify(zipPath, file, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return NotAPack(zipPath, e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : $"cannot be read: {e.Message}");
        }
    }

    /// <summary>All packs of a folder with the order its <see cref="ChainFile"/> records: swapped, removed and slipped-in packs are named.</summary>
    public static ChainReport VerifyChain(string folder, VerifyOptions? options = null) => ChainCheck.Run(folder, options ?? new());

    internal static VerifyReport Verify(string path, Stream file, VerifyOptions options)
    {
        var zip = StoredZip.Read(file, options.Stop);
        var findings = new List<Finding>();
        var found = PackEntries.Of(file, zip, findings, options.Stop);
        if (found is null)
        {
            return PackEntries.BytesBefore(file) is { } before
                ? new VerifyReport(path, PackState.Altered, [new Finding(Finding.Archive, FindingKind.Foreign, $"{before} bytes stand before the pack")], null, null, null, false)
                : NotAPack(path, "not an evidence pack");
        }

        Manifest? manifest = null;
        string? hash = null, keyId = null;
        TimeStamp? stamp = null;
        if (found.Read(PackName.Manifest) is not { } bytes)
        {
            findings.Add(new Finding(PackName.Manifest, FindingKind.Missing, "missing: nothing says what the pack should hold"));
        }
        else
        {
            hash = Digest.Of(bytes).Sha256;
            manifest = ManifestJson.Read(bytes);
            keyId = CheckSignature(found, bytes, options, findings);
            stamp = CheckStamp(found, options.Authorities, findings);
            if (manifest is null) findings.Add(new Finding(PackName.Manifest, FindingKind.Changed, "is not a manifest this program writes: changed, or of a newer format"));
            else CheckFiles(found, manifest, findings);
            if (manifest is not null && zip.Fault is null && findings.Count == 0
                && !zip.Entries.Select(e => e.Name).SequenceEqual([PackName.Manifest, PackName.Signature, .. stamp is null ? (string[])[] : [PackName.TimeStamp], .. manifest.Files.Select(f => f.Name)]))
                findings.Add(new Finding(Finding.Archive, FindingKind.Repacked, "its files stand in another order than it was written in"));
        }
        if (manifest is not null && hash is not null && options.Chain is { } link) CheckLink(manifest, hash, link, findings);
        // the archive's own fault says least where a file's fault explains it
        if (zip.Fault is { } fault && (findings.Count == 0 || fault.Kind is not FindingKind.Damaged)) findings.Add(fault);
        var trusted = keyId is not null && options.Trusts(keyId);
        return new VerifyReport(path, findings.Count == 0 ? PackState.Sound : PackState.Altered, [.. findings.Distinct()], manifest, hash, keyId, trusted) { Stamp = stamp };
    }

    private static string? CheckSignature(PackEntries found, byte[] manifest, VerifyOptions options, List<Finding> findings)
    {
        void Say(string text) => findings.Add(new Finding(PackName.Signature, FindingKind.Signature, text));
        if (found.Read(PackName.Signature) is not { } bytes)
        {
            Say("missing: the pack is not signed");
            return null;
        }
        if (PackSignature.Read(bytes) is not { } signature)
        {
            Say("is not a signature this program writes");
            return null;
        }
        if (signature.Fault(manifest) is { } fault)
        {
            Say(fault);
            return null;
        }
        if (options.TrustedKeys is { Count: > 0 } trusted && !options.Trusts(signature.KeyId))
            Say($"made by key {signature.KeyId[..16]}…, not by the trusted key {string.Join(" or ", trusted.Select(k => $"{k.Id[..16]}…"))}");
        return signature.KeyId;
    }

    /// <summary>The manifest cannot name it, for it is made over the signature; so it must be sound by itself.</summary>
    private static TimeStamp? CheckStamp(PackEntries found, TrustedAuthorities? trusted, List<Finding> findings)
    {
        void Say(string text) => findings.Add(new Finding(PackName.TimeStamp, FindingKind.TimeStamp, text));
        if (!found.Has(PackName.TimeStamp)) return null;
        if (found.Read(PackName.TimeStamp) is not { } token || found.Read(PackName.Signature) is not { } signature)
        {
            Say("cannot be held against the signature");
            return null;
        }
        var stamp = TimeStampToken.Read(token, signature, trusted, out var fault);
        if (stamp is null) Say(fault!);
        else if (trusted is not null && !stamp.IsTrusted) Say($"made by {stamp.Authority}, whose certificate leads to none of the trusted authorities");
        return stamp;
    }

    private static void CheckFiles(PackEntries found, Manifest manifest, List<Finding> findings)
    {
        var named = new HashSet<string>(StringComparer.Ordinal) { PackName.Manifest, PackName.Signature, PackName.TimeStamp };
        foreach (var file in manifest.Files)
        {
            if (!PackName.IsSafe(file.Name) || !named.Add(file.Name))
            {
                findings.Add(new Finding(Finding.Printable(file.Name), FindingKind.UnsafeName, "the manifest names it twice or so that it could leave its folder"));
                continue;
            }
            if (!found.Has(file.Name)) findings.Add(new Finding(file.Name, FindingKind.Missing, "missing: the manifest names it"));
            else if (found.DigestOf(file.Name, file.Length) is not { } digest) findings.Add(new Finding(file.Name, FindingKind.Damaged, "cannot be read"));
            else if (digest.Length != file.Length) findings.Add(new Finding(file.Name, FindingKind.Changed, found.IsStored(file.Name)
                ? $"{digest.Length} bytes instead of {file.Length}" : $"not {file.Length} bytes long"));
            else if (digest.Sha256 != file.Sha256) findings.Add(new Finding(file.Name, FindingKind.Changed, "its content was changed: the SHA-256 differs"));
        }
        foreach (var name in found.Names)
            if (!named.Contains(name)) findings.Add(new Finding(Finding.Printable(name), FindingKind.Extra, "the manifest does not name it"));
    }

    private static void CheckLink(Manifest manifest, string hash, ChainLink link, List<Finding> findings)
    {
        void Say(string text) => findings.Add(new Finding(PackName.Manifest, FindingKind.Chain, text));
        if (hash != link.ManifestSha256) Say($"is not the manifest the chain records at place {link.Sequence}");
        if (manifest.CaseId != link.CaseId) Say($"is of case {Finding.Printable(manifest.CaseId)}; the chain has {Finding.Printable(link.CaseId)} at place {link.Sequence}");
        if (manifest.Sequence != link.Sequence) Say($"says place {manifest.Sequence}, the chain {link.Sequence}");
        if (manifest.PreviousManifestSha256 != link.Previous) Say("points at another pack before it than the chain does");
    }

    private static VerifyReport NotAPack(string path, string text) =>
        new(path, PackState.NotAPack, ImmutableArray.Create(new Finding(Finding.Archive, FindingKind.NotAPack, text)), null, null, null, false);
}
