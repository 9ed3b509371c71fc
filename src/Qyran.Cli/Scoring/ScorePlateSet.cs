using Qyran.Domain.Failures;
using Qyran.Measure.Scoring.Boxes;
using Qyran.Measure.Scoring.Plates;

namespace Qyran.Cli.Scoring;

/// <summary>A folder of pictures with plates, as the ground truth keeps it or a person brings it.</summary>
/// <param name="Key">In the names of kept figures.</param>
/// <param name="Folder">Below the ground truth; a full path where it is a person's own.</param>
/// <param name="Labels">The file of labels with commas in it, or one of the forms below.</param>
/// <param name="LeaveSign">The first sign of each text is one our alphabet does not have, and is left out of the comparison.</param>
internal sealed record ScorePlateSet(string Key, string Title, string Folder, string Labels, bool LeaveSign = false)
{
    /// <summary>Pictures in cars, a text file each in cars_yolo.</summary>
    private const string Yolo = "cars_yolo";

    /// <summary>A text file beside each picture, as OpenALPR's benchmark has them.</summary>
    private const string Beside = "*.txt";

    /// <summary>The file of labels of a person's own set.</summary>
    private const string Columns = "labels.csv";

    /// <summary>Every set, in the order of the page; all are marked test.</summary>
    public static readonly ScorePlateSet[] All =
    [
        new("kz", "Kazakhstan, photos", "plates/kz/test", Columns),
        new("ru", "Russia, photos", "plates/ru/test", Columns),
        new("ro", "Romania, dash camera (boxes only)", "plates/ro/test", "boxes.csv"),
        new("es", "Spain, street photos (boxes only)", "plates/es/test", Yolo),
        new("vn", "Vietnam, plates cut out, one and two rows", "plates/vn/test", "crops_labels.csv"),
        new("cn", "China, plates cut out at 94 × 24 px, without the province sign", "plates/cn/test", "crops_labels.csv", LeaveSign: true),
    ];

    /// <summary>A person's own folder; null with the reason when it holds no labels of a form we read.</summary>
    public static ScorePlateSet? Own(string folder, out Failure? failure)
    {
        failure = null;
        var name = Path.TrimEndingDirectorySeparator(folder);
        try
        {
            if (!Directory.Exists(folder)) failure = new(FailureKind.NotFound, $"there is no folder '{folder}'");
            else if (File.Exists(Path.Combine(folder, Columns))) return new(name, name, Path.GetFullPath(folder), Columns);
            else if (Directory.EnumerateFiles(folder, Beside).Any()) return new(name, name, Path.GetFullPath(folder), Beside);
            else failure = new(FailureKind.NotFound, $"'{folder}' holds no labelled plates: neither {Columns} nor a .txt beside each picture (docs/howto/measure-accuracy.md says what they are like)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.Unreadable, $"can't read the folder '{folder}': {e.Message}");
        }
        return null;
    }

    /// <summary>The pictures. Null without a failure where the set is not there, with one where its labels are wrong.</summary>
    public ScorePlateMaterial? Read(string data, out Failure? failure)
    {
        failure = null;
        var folder = Path.Combine(data, Folder);
        try
        {
            return !Directory.Exists(folder) ? null : Labels switch
            {
                Yolo => ReadYolo(folder, out failure),
                Beside => ReadBeside(folder, out failure),
                _ => ReadColumns(folder, out failure),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.Unreadable, $"can't read the folder '{folder}': {e.Message}");
            return null;
        }
    }

    private ScorePlateMaterial? ReadColumns(string folder, out Failure? failure)
    {
        failure = null;
        var path = Path.Combine(folder, Labels);
        return File.Exists(path) && ScoreMaterial.TryRead<List<PlateLabel>>(path, PlateLabelText.TryReadColumns, out var labels, out failure) ? Made(folder, labels) : null;
    }

    private ScorePlateMaterial? ReadBeside(string folder, out Failure? failure)
    {
        failure = null;
        List<PlateLabel> all = [];
        List<string> left = [];
        List<ScorePlatePicture> bare = [];
        var pictures = Directory.EnumerateFiles(folder).Where(PictureFiles.IsOne).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal).ToList();
        foreach (var path in Directory.EnumerateFiles(folder, Beside).Order(StringComparer.Ordinal))
        {
            var ofIt = pictures.Find(p => Path.GetFileNameWithoutExtension(p) == Path.GetFileNameWithoutExtension(path));
            if (ScoreMaterial.TryRead<List<PlateLabel>>(path, PlateLabelText.TryReadTabs, out var labels, out failure))
            {
                if (labels.Count > 0) all.AddRange(labels);
                else if (ofIt is not null) bare.Add(new(Path.Combine(folder, ofIt), ofIt, []));
                else left.Add($"{Path.GetFileName(path)} (no labels)");
            }
            else if (ofIt is null && failure.Kind == FailureKind.Unreadable)
            {
                // a note of whoever made the set
                left.Add($"{Path.GetFileName(path)} (no labels)");
            }
            else
            {
                return null;
            }
        }
        failure = null;
        var made = Made(folder, all);
        var known = all.Select(l => l.Picture).Concat(bare.Select(b => b.Name)).ToHashSet(StringComparer.Ordinal);
        return new([.. made.Pictures, .. bare], [.. made.Left, .. left, .. pictures.Where(p => !known.Contains(p)).Select(p => $"{p} (no labels beside it)")]);
    }

    private static ScorePlateMaterial? ReadYolo(string folder, out Failure? failure)
    {
        failure = null;
        var material = new ScorePlateMaterial([], []);
        if (!Directory.Exists(Path.Combine(folder, "cars"))) return null;
        using var picture = new GreyPicture();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "cars"), "*.jpg").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            var labels = Path.Combine(folder, Yolo, Path.ChangeExtension(name, ".txt"));
            if (!File.Exists(labels))
            {
                material.Left.Add($"{name} (no labels)");
                continue;
            }
            if (!ScoreMaterial.TryRead<List<Label>>(labels, Labelled, out var boxes, out failure)) return null;
            // labels are shares of the picture
            if (picture.TryRead(file, colours: false) is { } why) material.Left.Add($"{name} ({why})");
            else material.Pictures.Add(new(file, name, boxes.ConvertAll(b => new PlateTruth(null, b.In(picture.Grey.Width, picture.Grey.Height)))));
        }
        failure = null;
        return material;

        static bool Labelled(TextReader text, out List<Label>? labels, out Failure? wrong)
        {
            var sound = YoloText.TryRead(text, 1, out var read, out wrong);
            labels = read;
            return sound;
        }
    }

    /// <summary>Labels picture by picture; a picture with a plate that somebody was unsure of is left out, for what is read there can't be judged.</summary>
    private ScorePlateMaterial Made(string folder, IEnumerable<PlateLabel> labels)
    {
        var material = new ScorePlateMaterial([], []);
        foreach (var picture in labels.GroupBy(l => l.Picture, StringComparer.Ordinal))
        {
            var path = Path.Combine(folder, picture.Key);
            if (!File.Exists(path)) material.Left.Add($"{picture.Key} (no such picture)");
            else if (picture.FirstOrDefault(l => l.Note is not null) is { Note: var note }) material.Left.Add($"{picture.Key} (noted: {note})");
            else material.Pictures.Add(new(path, picture.Key, [.. picture.Select(l => new PlateTruth(LeaveSign ? l.Text?[1..] : l.Text, l.Box))]));
        }
        return material;
    }
}
