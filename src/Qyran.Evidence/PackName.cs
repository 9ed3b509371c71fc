using System.Text.RegularExpressions;

namespace Qyran.Evidence;

/// <summary>Which names may stand in a pack: nothing that could leave the folder it is unpacked into, nothing two systems spell differently.</summary>
internal static partial class PackName
{
    public const string Manifest = "manifest.json";
    public const string Signature = "signature.json";
    public const string TimeStamp = "timestamp.tst";
    public const string Case = "case.json";
    public const string Track = "track.json";
    public const string Rule = "rule.json";
    public const string Calibration = "calibration.json";
    public const string Signals = "signals.json";
    public const string Gaps = "gaps.json";
    public const string Scene = "scene.yaml";
    public const string Section = "section.yaml";
    public const string Entry = "entry.json";
    public const string Plate = "plate.jpg";
    public const string Readings = "readings.json";
    public const string Photos = "photos/";
    public const string KeyFrames = "frames/";
    public const string Overlays = "overlays/";

    /// <summary>Lower-case ASCII, at most one folder deep, no leading dot, at most 120 characters.</summary>
    public static bool IsSafe(string name) => name.Length <= 120 && Inside().IsMatch(name);

    /// <summary>A case id doubles as the pack's file name.</summary>
    public static bool IsCaseId(string id) => Id().IsMatch(id);

    [GeneratedRegex(@"\A[a-z0-9_-]+(\.[a-z0-9_-]+)*(/[a-z0-9_-]+(\.[a-z0-9_-]+)*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Inside();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
