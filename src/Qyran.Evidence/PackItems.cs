using System.Text;

namespace Qyran.Evidence;

/// <summary>The files a pack consists of, in the order they stand in it.</summary>
internal static class PackItems
{
    /// <summary>Throws on a name that may not stand in a pack or stands twice: that is the caller's bug.</summary>
    public static List<PackItem> Of(PackContents of)
    {
        var items = new List<PackItem>
        {
            PackItem.Of(PackName.Case, CaseJson.Write(of.Case, of.Passage)),
            PackItem.Of(PackName.Track, TrackJson.Write(of.Track)),
            PackItem.Of(PackName.Rule, Encoding.UTF8.GetBytes(of.RuleJson)),
            PackItem.Of(PackName.Scene, of.SceneFile),
            PackItem.Of(PackName.Signals, SignalsJson.Write(of.Signals)),
            PackItem.Of(PackName.Gaps, SignalsJson.WriteGaps(of.Gaps)),
        };
        if (of.CalibrationJson is { } calibration) items.Add(PackItem.Of(PackName.Calibration, Encoding.UTF8.GetBytes(calibration)));
        if (of.ReadingsJson is { } readings) items.Add(PackItem.Of(PackName.Readings, Encoding.UTF8.GetBytes(readings)));
        if (of.SectionFile is { } section) items.Add(PackItem.Of(PackName.Section, section));
        if (of.EntryJson is { } entry) items.Add(PackItem.Of(PackName.Entry, Encoding.UTF8.GetBytes(entry)));
        Pictures(items, PackName.Photos, of.Photos);
        Pictures(items, PackName.KeyFrames, of.KeyFrames);
        Pictures(items, PackName.Overlays, of.Overlays);
        if (of.PlateCrop is { } plate) items.Add(PackItem.Of(PackName.Plate, plate.Jpeg, plate.MediaUs));
        if (of.Clip is { } clip)
        {
            if (clip.Name is not ("clip.mp4" or "clip.mkv")) throw new ArgumentException($"a clip is clip.mp4 or clip.mkv, not {clip.Name}", nameof(of));
            items.Add(PackItem.Of(clip));
        }
        items.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (var i = 0; i < items.Count; i++)
        {
            if (!PackName.IsSafe(items[i].Name)) throw new ArgumentException($"'{items[i].Name}' cannot stand in a pack", nameof(of));
            if (i > 0 && items[i].Name == items[i - 1].Name) throw new ArgumentException($"'{items[i].Name}' stands in the pack twice", nameof(of));
        }
        return items;
    }

    private static void Pictures(List<PackItem> items, string folder, IEnumerable<PackPicture> pictures)
    {
        foreach (var p in pictures) items.Add(PackItem.Of($"{folder}{p.Name}.jpg", p.Jpeg, p.MediaUs));
    }
}
