using System.Globalization;
using Qyran.Domain.Geometry;
using Qyran.Measure.Scoring.Plates;

namespace Qyran.Cli;

/// <summary>A folder of pictures with plates, as the ground truth keeps it.</summary>
/// <param name="Crops">The pictures show plates alone: only reading is measured.</param>
/// <param name="LeaveSign">The first sign of each text is one our alphabet does not have, and is left out of the comparison.</param>
internal sealed record ScorePlateSet(string Key, string Title, string Folder, string Labels, bool Crops = false, bool LeaveSign = false)
{
    /// <summary>Every set, in the order of the page; all are marked test.</summary>
    public static readonly ScorePlateSet[] All =
    [
        new("kz", "Kazakhstan, photos", "plates/kz/test", "labels.csv"),
        new("ru", "Russia, photos", "plates/ru/test", "labels.csv"),
        new("ro", "Romania, dash camera (boxes only)", "plates/ro/test", "boxes.csv"),
        new("es", "Spain, street photos (boxes only)", "plates/es/test", ""),
        new("vn", "Vietnam, plates cut out, one and two rows", "plates/vn/test", "crops_labels.csv", Crops: true),
        new("cn", "China, plates cut out at 94 × 24 px, without the province sign", "plates/cn/test", "crops_labels.csv", Crops: true, LeaveSign: true),
    ];

    /// <summary>No text is known: the finder alone is measured, at all its scales.</summary>
    public bool BoxesOnly => Labels is "" or "boxes.csv";

    /// <summary>The pictures; empty when the set is not there. Rows somebody was unsure of are left out.</summary>
    public List<ScorePlatePicture> Read(string data)
    {
        var folder = Path.Combine(data, Folder);
        if (!Directory.Exists(folder)) return [];
        return Labels.Length == 0 ? Yolo(folder) : Rows(folder);
    }

    private List<ScorePlatePicture> Rows(string folder)
    {
        var path = Path.Combine(folder, Labels);
        if (!File.Exists(path)) return [];
        var lines = File.ReadLines(path).Where(l => l.Length > 0).Select(Fields).ToArray();
        var head = lines[0];
        int Column(string name) => Array.IndexOf(head, name);
        var (text, x, note) = (Column("text"), Column("x"), Column("note"));
        List<ScorePlatePicture> pictures = [];
        foreach (var picture in lines.Skip(1).GroupBy(r => r[0], StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, picture.Key);
            if (!File.Exists(file) || (note >= 0 && picture.Any(r => r.Length > note && r[note].Length > 0))) continue;
            pictures.Add(new(file, [.. picture.Select(r => new PlateTruth(
                text < 0 ? null : LeaveSign ? r[text][1..] : r[text],
                x < 0 ? null : new PixelBox(Number(r[x]), Number(r[x + 1]), Number(r[x + 2]), Number(r[x + 3]))))]));
        }
        return pictures;
    }

    /// <summary>Pictures in cars, a text file each in cars_yolo: class, centre and size as shares of the picture.</summary>
    private static List<ScorePlatePicture> Yolo(string folder)
    {
        List<ScorePlatePicture> pictures = [];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "cars"), "*.jpg").Order(StringComparer.Ordinal))
        {
            var labels = Path.Combine(folder, "cars_yolo", Path.GetFileNameWithoutExtension(file) + ".txt");
            if (!File.Exists(labels)) continue;
            using var picture = OpenCvSharp.Cv2.ImRead(file, OpenCvSharp.ImreadModes.Grayscale);
            if (picture.Empty()) continue;
            pictures.Add(new(file, [.. File.ReadLines(labels).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(p => p.Length >= 5).Select(p =>
            {
                var (cx, cy, w, h) = (Number(p[1]) * picture.Width, Number(p[2]) * picture.Height, Number(p[3]) * picture.Width, Number(p[4]) * picture.Height);
                return new PlateTruth(null, new PixelBox(cx - (w / 2), cy - (h / 2), w, h));
            })]));
        }
        return pictures;
    }

    /// <summary>A line's fields; a quoted one may hold commas.</summary>
    private static string[] Fields(string line)
    {
        List<string> fields = [];
        var (from, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') quoted = !quoted;
            if (i < line.Length && (line[i] != ',' || quoted)) continue;
            fields.Add(line[from..i].Trim('"'));
            from = i + 1;
        }
        return [.. fields];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
