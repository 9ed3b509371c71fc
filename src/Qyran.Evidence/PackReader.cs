using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>Gives a sound pack's contents back, for replay. A pack that is not sound is not opened: verify says what is wrong with it.</summary>
public static class PackReader
{
    private const string Picture = ".jpg";

    /// <summary>Verifies, then reads. Null with a failure when the pack is not sound or does not hold what it must.</summary>
    /// <param name="clipFolder">Where the clip is unpacked to, under its own name; null: the clip stays inside and <see cref="PackContents.Clip"/> is null.</param>
    public static PackContents? TryOpen(string path, VerifyOptions options, string? clipFolder, out Failure? failure)
    {
        var report = PackVerifier.Verify(path, options);
        if (report is not { State: PackState.Sound, Manifest: { } manifest })
        {
            failure = new Failure(FailureKind.Unreadable, $"{path} is {(report.State == PackState.NotAPack ? "not a pack" : "not sound")}: {report.Findings[0]}");
            return null;
        }
        try
        {
            using var file = File.OpenRead(path);
            var zip = StoredZip.Read(file);
            failure = null;
            if (Contents(file, zip, manifest, clipFolder) is { } contents) return contents;
            failure = new Failure(FailureKind.Unsupported, $"{path} is sound but its records are not those this program writes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new Failure(FailureKind.CannotWrite, $"cannot unpack {path}: {e.Message}");
        }
        return null;
    }

    private static PackContents? Contents(FileStream file, StoredZip zip, Manifest manifest, string? clipFolder)
    {
        byte[]? Bytes(string name)
        {
            // the second reading is held to the manifest too: the file might be swapped between the two
            if (zip.Find(name) is not { } entry || manifest.Files.FirstOrDefault(f => f.Name == name)?.Sha256 != entry.Digest.Sha256) return null;
            var bytes = new byte[entry.Digest.Length];
            file.Position = entry.Offset;
            file.ReadExactly(bytes);
            return Digest.Of(bytes) == entry.Digest ? bytes : null;
        }
        ImmutableArray<PackPicture> Pictures(string folder) =>
        [.. manifest.Files.Where(f => f.Name.StartsWith(folder, StringComparison.Ordinal) && f.MediaUs is not null && f.Name.EndsWith(Picture, StringComparison.Ordinal))
            .Select(f => new PackPicture(f.Name[folder.Length..^Picture.Length], Bytes(f.Name) ?? [], f.MediaUs!.Value))];

        if (Bytes(PackName.Case) is not { } caseBytes || CaseJson.Read(caseBytes) is not { } record
            || Bytes(PackName.Track) is not { } trackBytes || TrackJson.Read(trackBytes) is not { } track
            || Bytes(PackName.Rule) is not { } rule || Bytes(PackName.Scene) is not { } scene
            || Bytes(PackName.Signals) is not { } signalBytes || SignalsJson.Read(signalBytes) is not { } signals || signals.DistinctBy(s => s.Head).Count() < signals.Length
            || Bytes(PackName.Gaps) is not { } gapBytes || SignalsJson.ReadGaps(gapBytes) is not { } gaps) return null;
        var plate = manifest.Files.FirstOrDefault(f => f.Name == PackName.Plate);
        return new PackContents
        {
            CaseId = manifest.CaseId,
            DeviceId = manifest.DeviceId,
            CreatedAtUtc = manifest.CreatedAtUtc,
            Case = record.Case,
            Passage = record.Passage,
            Track = track,
            Photos = Pictures(PackName.Photos),
            KeyFrames = Pictures(PackName.KeyFrames),
            Overlays = Pictures(PackName.Overlays),
            PlateCrop = plate is { MediaUs: { } at } ? new PackPicture("plate", Bytes(PackName.Plate) ?? [], at) : null,
            Clip = clipFolder is null ? null : Unpack(file, zip, manifest, clipFolder),
            CalibrationJson = Bytes(PackName.Calibration) is { } calibration ? Encoding.UTF8.GetString(calibration) : null,
            ReadingsJson = Bytes(PackName.Readings) is { } readings ? Encoding.UTF8.GetString(readings) : null,
            RuleJson = Encoding.UTF8.GetString(rule),
            SceneFile = scene,
            SectionFile = Bytes(PackName.Section) is { } section ? section : (ReadOnlyMemory<byte>?)null,
            EntryJson = Bytes(PackName.Entry) is { } entry ? Encoding.UTF8.GetString(entry) : null,
            Detector = manifest.Detector,
            Models = manifest.Models,
            Settings = manifest.Settings,
            Signals = [.. signals],
            Gaps = [.. gaps],
            DeviceVerification = manifest.DeviceVerification,
            Software = manifest.Software,
        };
    }

    private static PackClip? Unpack(FileStream file, StoredZip zip, Manifest manifest, string folder)
    {
        if (manifest.Files.FirstOrDefault(f => f.Clip is not null) is not { Clip: { } times } named || zip.Find(named.Name) is not { } entry) return null;
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, named.Name);
        using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Position = entry.Offset;
        if (Digest.Of(file, entry.Digest.Length, to).Sha256 != named.Sha256) throw new IOException("the pack changed while it was being read");
        return new PackClip(path, named.Name, times.FromUs, times.UntilUs, times.OffsetUs);
    }
}
