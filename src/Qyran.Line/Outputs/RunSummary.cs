using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Line.Report;
using Qyran.Media;
using Qyran.Rules.Sections;
using Qyran.Vision.View;

namespace Qyran.Line.Outputs;

/// <summary>The figures of one run: <c>summary.json</c>.</summary>
/// <param name="CpuSeconds">User + system CPU of the whole line: this program, its decoder and the evidence; not the annotated video nor the report.</param>
/// <param name="DecodeOnly">CPU of only decoding the same file; null when it was not measured.</param>
/// <param name="Stopped">Somebody stopped the run before the video's end.</param>
public sealed record RunSummary(
    string Video, string? Scene, string? SceneHash, string Detector, string Version,
    long Frames, double VideoSeconds, double WallSeconds, double CpuSeconds, CpuCost? DecodeOnly,
    long DroppedFrames, int Passages, int Speeds, ImmutableSortedDictionary<string, int> Cases, ImmutableSortedDictionary<string, int> Undecided,
    TimeQuality TimeQuality, string TimeWhy, ImmutableArray<Gap> Gaps, string? Calibration, string? NoSpeed, bool Stopped)
{
    /// <summary>Frames the detector looked at; the others lie between two looks. Null when it was not counted.</summary>
    public long? Looks { get; init; }

    /// <summary>The file's stamp of its first picture, µs: a stamp is media time plus this.</summary>
    public long StartPtsUs { get; init; }

    /// <summary>What was read of the scene's signal heads.</summary>
    public ImmutableSortedDictionary<string, SignalTimeline> Signals { get; init; } = ImmutableSortedDictionary<string, SignalTimeline>.Empty;

    /// <summary>The rules that were checked: the scene's, and that of a section.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>How far the speeding rule could look; null where it was not checked.</summary>
    public SpeedingCount? Speeding { get; init; }

    /// <summary>What crossed the scene's count lines: every line with both its ways.</summary>
    public ImmutableArray<LineCount> CountLines { get; init; } = [];

    /// <summary>Passages in no lane and over no count line because the camera's view was not in its place.</summary>
    public int Uncounted { get; init; }

    /// <summary>That for people, without a full stop; null where all were counted.</summary>
    public string? UncountedText => Uncounted == 0 ? null
        : $"{Words.Count(Uncounted, "passage is", "passages are")} counted in no lane and over no count line: {View?.Now.Refusal ?? "the camera's view was not in its place"}";

    /// <summary>Findings that were no case by an exemption, by rule; null where no list of exemptions was given.</summary>
    public ImmutableSortedDictionary<string, int>? Exempt { get; init; }

    /// <summary>
    /// Whether every passage was judged by every rule and kept it. Where the run was stopped, a passage has no speed or is exempt, a rule was left undecided or a section was watched, whose rule is
    /// silent of whoever was not seen at both ends, nobody knows that.
    /// </summary>
    public bool AllKept => !Stopped && Passages > 0 && !Rules.IsEmpty && !Rules.Contains(AverageSpeed.Rule) && Cases.IsEmpty && Undecided.IsEmpty && Exempt is null or { IsEmpty: true } && Speeding?.Text is null;

    /// <summary>What the view watch says of the run; null when nobody watched.</summary>
    public ViewRun? View { get; init; }

    /// <summary>For how long haze lay over the picture, s.</summary>
    public int HazySeconds { get; init; }

    /// <summary>What that means, without a full stop; null where there was none.</summary>
    public string? HazeText => HazySeconds == 0 ? null
        : $"Fog or thick snowfall lay over the picture for {Words.Count(HazySeconds, "second", "seconds")}: what is far off was not seen, and speeds measured then state a wider error";

    /// <summary>For how long in all one and the same picture came again and again, s.</summary>
    public int StillSeconds { get; init; }

    /// <summary>What that means, without a full stop; null where the picture always went on.</summary>
    public string? StillText => StillSeconds == 0 ? null
        : $"The picture did not change for {Words.Count(StillSeconds, "second", "seconds")} in all: the camera or its recorder stood still, or nothing at all happened; what was in sight then has no speed, and no case rests on that time";

    /// <summary>Decoding alone for the whole file; null when it was not measured. A long file is sampled and the sample's cost stretched.</summary>
    public double? DecodeOnlyCpuSeconds => DecodeOnly is not { } cost ? null
        : cost.VideoSeconds > 0 && VideoSeconds > cost.VideoSeconds ? cost.CpuSeconds * VideoSeconds / cost.VideoSeconds : cost.CpuSeconds;

    /// <summary>The file's bytes.</summary>
    public byte[] Json()
    {
        using var file = new MemoryStream();
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("video", Video);
            json.WriteString("scene", Scene);
            json.WriteString("scene_sha256", SceneHash);
            json.WriteString("detector", Detector);
            json.WriteString("version", Version);
            json.WriteNumber("frames", Frames);
            if (Looks is { } looks) json.WriteNumber("looked_frames", looks);
            json.WriteNumber("video_seconds", Math.Round(VideoSeconds, 3));
            json.WriteNumber("first_stamp", StartPtsUs / 1_000_000m);
            json.WriteNumber("wall_seconds", Math.Round(WallSeconds, 3));
            json.WriteNumber("cpu_seconds", Math.Round(CpuSeconds, 3));
            Cost(json);
            json.WriteNumber("dropped_frames", DroppedFrames);
            json.WriteNumber("passages", Passages);
            json.WriteNumber("speeds", Speeds);
            json.WriteStartArray("rules");
            foreach (var rule in Rules) json.WriteStringValue(rule);
            json.WriteEndArray();
            Counts(json, "cases", Cases);
            Counts(json, "undecided", Undecided);
            if (Exempt is { } exempt) Counts(json, "exempt", exempt);
            if (Speeding is { } speeding) Say(json, speeding);
            if (!CountLines.IsEmpty) Say(json, CountLines);
            if (Uncounted > 0) json.WriteNumber("uncounted", Uncounted);
            json.WriteString("time_quality", TimeQuality.ToString().ToLowerInvariant());
            json.WriteString("time_why", TimeWhy);
            json.WriteStartArray("gaps");
            foreach (var gap in Gaps)
            {
                json.WriteStartObject();
                json.WriteNumber("from", gap.FromUs / 1_000_000m);
                json.WriteNumber("to", gap.ToUs / 1_000_000m);
                json.WriteString("why", gap.Why);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (View is { } view) Say(json, view);
            if (HazySeconds > 0) json.WriteNumber("hazy_seconds", HazySeconds);
            if (StillSeconds > 0) json.WriteNumber("still_seconds", StillSeconds);
            if (!Signals.IsEmpty) Say(json, Signals);
            json.WriteString("calibration", Calibration);
            if (NoSpeed is not null) json.WriteString("no_speed", NoSpeed);
            json.WriteBoolean("stopped", Stopped);
            json.WriteEndObject();
        }
        file.WriteByte((byte)'\n');
        return file.ToArray();
    }

    private static void Say(Utf8JsonWriter json, SpeedingCount speeding)
    {
        json.WriteStartObject("speeding");
        json.WriteNumber("measured", speeding.Measured);
        json.WriteNumber("without_speed", speeding.Unmeasured);
        json.WriteStartObject("why");
        foreach (var (why, passages) in speeding.Without) json.WriteNumber(why, passages);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Say(Utf8JsonWriter json, ImmutableArray<LineCount> lines)
    {
        json.WriteStartArray("count_lines");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteString("line", line.Line);
            json.WriteString("way", line.WayWord);
            json.WriteNumber("vehicles", line.Vehicles);
            json.WriteStartObject("classes");
            foreach (var (user, vehicles) in line.Classes) json.WriteNumber(PassageJson.Word(user), vehicles);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Say(Utf8JsonWriter json, ImmutableSortedDictionary<string, SignalTimeline> signals)
    {
        json.WriteStartArray("signals");
        foreach (var (head, line) in signals)
        {
            json.WriteStartObject();
            json.WriteString("head", head);
            json.WriteString("source", line.Source);
            json.WriteNumber("until", line.UntilUs / 1_000_000m);
            json.WriteStartArray("phases");
            foreach (var phase in line.Phases)
            {
                json.WriteStartObject();
                json.WriteString("state", SignalWords.Word(phase.State));
                json.WriteNumber("from", phase.FromUs / 1_000_000m);
                json.WriteNumber("error", phase.ErrorUs / 1_000_000m);
                json.WriteNumber("confidence", Math.Round(phase.Confidence, 3));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Say(Utf8JsonWriter json, ViewRun view)
    {
        json.WriteStartObject("view");
        json.WriteString("state", view.Now.State.ToString().ToLowerInvariant());
        if (view.LargestAtUs is { } at)
        {
            json.WriteNumber("largest_shift_px", Math.Round(view.LargestPx, 2));
            json.WriteNumber("largest_shift_at", at / 1_000_000m);
        }
        json.WriteNumber("limit_px", Math.Round(view.Now.LimitPx, 2));
        json.WriteNumber("error_px", Math.Round(view.ErrorPx, 3));
        json.WriteNumber("known_share", Math.Round(view.KnownShare, 3));
        if (view.LostSinceUs is { } lost) json.WriteNumber("lost_at", lost / 1_000_000m);
        if (view.Now.Refusal is { } why) json.WriteString("refused", why);
        json.WriteEndObject();
    }

    private void Cost(Utf8JsonWriter json)
    {
        if (DecodeOnlyCpuSeconds is not { } whole)
        {
            json.WriteNull("decode_only_cpu_seconds");
            return;
        }
        json.WriteNumber("decode_only_cpu_seconds", Math.Round(whole, 3));
        json.WriteNumber("decode_only_measured_on_seconds", Math.Round(Math.Min(DecodeOnly!.VideoSeconds, VideoSeconds), 3));
    }

    private static void Counts(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, int> counts)
    {
        json.WriteStartObject(name);
        foreach (var (rule, n) in counts) json.WriteNumber(rule, n);
        json.WriteEndObject();
    }
}
