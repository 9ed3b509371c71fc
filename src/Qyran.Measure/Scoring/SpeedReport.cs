using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Qyran.Measure.Scoring;

/// <summary>The whole speed trial: what <c>qyran score speeds</c> prints and <c>docs/accuracy.md</c> shows.</summary>
/// <param name="Reference">How well the published errors were reproduced.</param>
/// <param name="CamCal">Null where that data is missing.</param>
public sealed record SpeedReport(ImmutableArray<BrnoTrial> Trials, SpeedReference Reference, CamCalTrial? CamCal)
{
    /// <summary>Half widths of a 95 % interval that make the other probabilities under a normal error.</summary>
    private static readonly (string Level, double Part)[] Levels = [("50 %", 0.3441), ("68 %", 0.5074), ("90 %", 0.8392), ("95 %", 1), ("99 %", 1.3142)];

    private static readonly double[] Edges = [double.NegativeInfinity, -5, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 5, double.PositiveInfinity];

    /// <summary>All vehicles of all recordings under one of the ways of measuring.</summary>
    public IReadOnlyList<SpeedPassage> All(Func<BrnoTrial, ImmutableArray<SpeedPassage>> way) => [.. Trials.SelectMany(t => way(t))];

    /// <summary>The published system on exactly the vehicles we measured.</summary>
    public static ImmutableArray<SpeedPassage> PublishedWhereWeMeasure(BrnoTrial t) => [.. t.Published.Where((_, i) => t.Ours[i].Kmh is not null)];

    /// <summary>The published system on tracks seen at both lines.</summary>
    public static ImmutableArray<SpeedPassage> PublishedSpanning(BrnoTrial t) => [.. t.Published.Where((_, i) => t.Spanning[i])];

    /// <summary>A Markdown section, headings from level 2.</summary>
    /// <param name="inputs">Where the data came from, for people.</param>
    public string Markdown(DateOnly on, string version, string inputs)
    {
        var to = new StringBuilder();
        Line($"## Speeds");
        Line($"Measured {on:yyyy-MM-dd} with version {version} by `qyran score speeds` on {inputs}.");
        Line($"");
        Line($"Truth: LiDAR gates of BrnoCompSpeed, {Trials.Length} recordings, {Trials.Sum(t => t.Valid)} vehicles with a trusted speed, {Trials.Sum(t => t.Published.Length)} of them found by the published tracks.");
        Line($"Our calibration is solved from the distances that the authors measured on the road; our meter gets the image positions of the published");
        Line($"system `dubska_optimal_calib`. No constant was fitted to this data, but the error model was revised after a first look at it (docs/design/speed.md). A vehicle is matched by lane and by time (0.2 s at the last line), as the authors do.");
        Line($"Check of the matching: {Reference.Compared - Reference.Different.Length} of {Reference.Compared} published figures (count, bias, mean, median) reproduced to the last digit.");
        foreach (var d in Reference.Different) Line($"- differs: {d}");
        Line($"");
        Line($"The positions are the lower front corner of a box fitted to the car's outline, not a tyre on the road: their drift over the body is part of the error.");
        Line($"The truth rests on a gate distance of 28.000 m, while the authors' own tape gives 27.87 to 28.08 m: it is itself off by up to 0.4 %, which is not allowed for below.");
        Line($"");
        Line($"### Our speeds over the surveyed stretch, km/h");
        Table(t => t.Ours);
        Line($"");
        Line($"### The same in other ways, all recordings together, km/h");
        Head("way");
        Row("ours, surveyed stretch", SpeedScore.Of(All(t => t.Ours)));
        Row("ours, whole picture (beyond the survey)", SpeedScore.Of(All(t => t.Picture)));
        // a published camera states no error of its own: what our meter states with it means nothing
        Row("our meter through the published camera", SpeedScore.Of(All(t => t.PublishedCamera)) with { Coverage = null, MedianStated = null, TooHigh = null });
        Row("published system, all its tracks", SpeedScore.Of(All(t => t.Published)));
        Row("published system, tracks seen at both lines", SpeedScore.Of(All(PublishedSpanning)));
        Row("published system, the vehicles we measure", SpeedScore.Of(All(PublishedWhereWeMeasure)));
        Line($"");
        Line($"### Published system by recording (all its tracks), km/h");
        Table(t => t.Published);
        Line($"");
        Line($"### Why speeds were refused");
        foreach (var (why, n) in SpeedScore.Of(All(t => t.Ours)).Refused.OrderByDescending(r => r.Value)) Line($"- {n} × {why}");
        Line($"");
        Line($"### Do the stated errors hold?");
        Line($"Share of the true speeds inside the stated interval, scaled to several levels; below the level means stated too small.");
        Line($"");
        Line($"| level | inside |");
        Line($"| ---: | ---: |");
        var stated = All(t => t.Ours).Where(p => p.ErrorKmh is not null).ToArray();
        foreach (var (level, part) in Levels) Line($"| {level} | {Percent(stated.Count(p => Math.Abs(p.Off!.Value) <= part * p.ErrorKmh) / (double)stated.Length)} |");
        Line($"");
        Line($"### Errors (measured less true)");
        Line($"| km/h | vehicles |");
        Line($"| ---: | ---: |");
        for (var i = 0; i + 1 < Edges.Length; i++) Line($"| {Bin(Edges[i], Edges[i + 1])} | {stated.Count(p => p.Off >= Edges[i] && p.Off < Edges[i + 1])} |");
        Line($"");
        Line($"### Calibrations");
        Line($"| recording | fit (1 = as stated) | things too many | camera height m | focal px | largest residual |");
        Line($"| --- | ---: | ---: | ---: | ---: | --- |");
        foreach (var t in Trials)
            if (t.Calibration is { } c)
                Line($"| {t.Name} | {Math.Sqrt(c.ChiSquared / Math.Max(1, c.DegreesOfFreedom)):0.00} | {c.DegreesOfFreedom} | {c.Pose?.HeightM:0.0} | {c.Pose?.FocalPx:0} | {Largest(c)} |");
            else Line($"| {t.Name} | refused: {t.NoCalibration} | | | | |");
        if (CamCal is null) return to.ToString();
        Line($"");
        Line($"### One picture with 13 lengths (AI City 2018, CamCal example)");
        if (CamCal.Calibration is { } cam)
        {
            Line($"Solved: camera {cam.Pose?.HeightM:0.0} m above the road, focal length {cam.Pose?.FocalPx:0} px (the authors' optimiser: 8.8 m; 2766 and 3155 px).");
            Line($"Root mean square of solved less given length: {CamCal.Rms:0.000} m; the lengths were read from satellite pictures.");
            Line($"");
            Line($"| given m | solved m | off m |");
            Line($"| ---: | ---: | ---: |");
            foreach (var (given, solved) in CamCal.Metres.Zip(CamCal.Solved)) Line($"| {given:0.000} | {solved:0.000} | {solved - given:+0.000;-0.000} |");
        }
        else Line($"Refused: {CamCal.Why}");
        return to.ToString();

        void Line(FormattableString text) => to.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Head(string first)
        {
            Line($"| {first} | vehicles | measured | refused | bias | mean | median | 95th | worst | stated 95 % holds | median stated | value − margin too high |");
            Line($"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        }
        void Row(string name, SpeedScore s) => Line(
            $"| {name} | {s.Vehicles} | {s.Measured} | {Percent(s.RefusedShare)} | {Figure(s.Bias, "+0.00;-0.00;0.00")} | {Figure(s.MeanAbsolute, "0.00")} | {Figure(s.Median, "0.00")} | {Figure(s.P95, "0.0")} | {Figure(s.Worst, "0.0")} | {Percent(s.Coverage)} | {Figure(s.MedianStated, "0.00")} | {Percent(s.TooHigh)} |");
        void Table(Func<BrnoTrial, ImmutableArray<SpeedPassage>> way)
        {
            Head("recording");
            foreach (var t in Trials) Row(t.Name, SpeedScore.Of(way(t)));
            Row("all", SpeedScore.Of(All(way)));
        }
    }

    /// <summary>The figures for scripts: one object.</summary>
    public void WriteJson(Utf8JsonWriter json, DateOnly on, string version)
    {
        json.WriteStartObject();
        json.WriteString("measured_on", on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("version", version);
        json.WriteNumber("reference_compared", Reference.Compared);
        json.WriteNumber("reference_different", Reference.Different.Length);
        foreach (var (name, way) in Ways())
        {
            json.WriteStartObject(name);
            foreach (var t in Trials) Write(json, t.Name, SpeedScore.Of(way(t)));
            Write(json, "all", SpeedScore.Of(All(way)));
            json.WriteEndObject();
        }
        if (CamCal?.Calibration is not null) json.WriteNumber("camcal_rms_m", CamCal.Rms);
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, Func<BrnoTrial, ImmutableArray<SpeedPassage>> Way)> Ways() =>
    [
        ("ours", t => t.Ours), ("ours_whole_picture", t => t.Picture), ("ours_through_published_camera", t => t.PublishedCamera),
        ("published", t => t.Published), ("published_spanning", PublishedSpanning), ("published_where_we_measure", PublishedWhereWeMeasure),
    ];

    private static void Write(Utf8JsonWriter json, string name, SpeedScore s)
    {
        json.WriteStartObject(name);
        json.WriteNumber("vehicles", s.Vehicles);
        json.WriteNumber("measured", s.Measured);
        Number("bias_kmh", s.Bias);
        Number("mean_absolute_kmh", s.MeanAbsolute);
        Number("median_kmh", s.Median);
        Number("p95_kmh", s.P95);
        Number("worst_kmh", s.Worst);
        Number("coverage", s.Coverage);
        Number("median_stated_kmh", s.MedianStated);
        Number("too_high", s.TooHigh);
        json.WriteStartObject("refused");
        foreach (var (why, n) in s.Refused) json.WriteNumber(why, n);
        json.WriteEndObject();
        json.WriteEndObject();

        void Number(string key, double? value)
        {
            if (value is { } v && double.IsFinite(v)) json.WriteNumber(key, Math.Round(v, 4));
            else json.WriteNull(key);
        }
    }

    private static string Largest(Calibration.RoadCalibration c) => c.Residuals.MaxBy(r => Math.Abs(r.Sigmas)) is { } r
        ? string.Create(CultureInfo.InvariantCulture, $"{r.Of}: {r.Value:0.000} {r.Unit}") : "";

    private static string Figure(double? value, string format) => value is { } v && double.IsFinite(v) ? v.ToString(format, CultureInfo.InvariantCulture) : "–";

    private static string Percent(double? share) => share is { } s && double.IsFinite(s) ? string.Create(CultureInfo.InvariantCulture, $"{100 * s:0.0} %") : "–";

    private static string Bin(double from, double to) => double.IsInfinity(from) ? string.Create(CultureInfo.InvariantCulture, $"below {to:0.#}")
        : double.IsInfinity(to) ? string.Create(CultureInfo.InvariantCulture, $"{from:0.#} and more") : string.Create(CultureInfo.InvariantCulture, $"{from:0.#} to {to:0.#}");
}
