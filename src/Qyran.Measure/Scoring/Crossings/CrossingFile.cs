using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;

namespace Qyran.Measure.Scoring.Crossings;

/// <summary>
/// What a person saw in a real clip: a YAML file of <c>testdata/truth</c>, of which the signal's phases, the crossings during red and what surely did not happen are taken and all else is passed over.
/// </summary>
/// <param name="Clip">Name of the clip below the ground truth's <c>videos/</c> and of its scene file, without endings.</param>
/// <param name="Crossings">None in the file of a clip without a signal.</param>
public sealed record CrossingFile(string Clip, ImmutableArray<SeenPhase> Signal, ImmutableArray<SeenCrossing> Crossings)
{
    private const double MostS = 86_400;
    private static readonly ImmutableArray<string> Phase = ["state*", "from_s*", "to_s*"];
    private static readonly ImmutableArray<string> Crossing = ["verdict*", "pixel*"];
    private static readonly ImmutableSortedDictionary<string, bool> Verdicts = ImmutableSortedDictionary<string, bool>.Empty.Add("broken", true).Add("undecided", false);

    /// <summary>Rules that nobody broke in the whole clip, the person being sure: <c>wrong_way: { count: 0, sure: true }</c>. Other things counted so stand here too; no rule is named like them.</summary>
    public ImmutableArray<string> Unbroken { get; init; } = [];

    /// <summary>No case is the right result (<c>cases: 0</c>): nobody broke anything, or nothing there can be judged.</summary>
    public bool HasNoCase { get; init; }

    /// <summary>Whether the person looked for crossings during red.</summary>
    public bool ReadsCrossings => !Signal.IsEmpty || !Crossings.IsEmpty;

    /// <summary>Whether it says anything that cases can be held against.</summary>
    public bool JudgesCases => ReadsCrossings || HasNoCase || !Unbroken.IsEmpty;

    /// <summary>Whether the person is sure that nobody broke this rule.</summary>
    public bool HasNone(string rule) => HasNoCase || Unbroken.Contains(rule);

    /// <summary>Returns the file, or null and at least one error naming line and field. Pure.</summary>
    public static CrossingFile? Read(ReadOnlySpan<byte> yaml, out ImmutableArray<SceneError> errors)
    {
        var found = new List<SceneError>();
        CrossingFile? read = null;
        if (SceneYaml.Parse(yaml, found) is { } root)
        {
            var file = new SceneGroup(root, "", ["clip*"], found, open: true);
            read = new(file.Text("clip", 100) ?? "", [.. file.Groups("signal", Phase).Select(PhaseOf)],
                [.. file.Groups("crossings", Crossing, open: true).Concat(file.Groups("crossings_on_red", Crossing, open: true)).Select(CrossingOf)])
            {
                Unbroken = [.. root.Entries.Where(e => IsSureZero(e.Value)).Select(e => e.Key.Replace('_', '-'))],
                HasNoCase = IsWord(file.Node("cases"), "0"),
            };
        }
        errors = [.. found.OrderBy(e => e.Line)];
        return errors.IsEmpty ? read : null;
    }

    private static bool IsSureZero(SceneNode node) => node is SceneNode.Map map && Has(map, "count", "0") && Has(map, "sure", "true");

    private static bool Has(SceneNode.Map map, string key, string word) => map.Entries.Any(e => e.Key == key && IsWord(e.Value, word));

    private static bool IsWord(SceneNode? node, string word) => node is SceneNode.Scalar { Quoted: false } scalar && scalar.Text == word;

    private static SeenPhase PhaseOf(SceneGroup phase)
    {
        var state = SignalWords.State(phase.Text("state") ?? "");
        if (state is null) phase.Wrong("state", "is no state of a signal");
        return new(state ?? SignalState.Unknown, Us(phase, "from_s"), Us(phase, "to_s"));
    }

    private static SeenCrossing CrossingOf(SceneGroup crossing) =>
        new(Us(crossing, crossing.Node("front_at_s") is null ? "at_s" : "front_at_s"), X(crossing), crossing.Choice("verdict", Verdicts) ?? false);

    private static long Us(SceneGroup group, string key)
    {
        if (group.Node(key) is null) group.Wrong(key, "is missing");
        return (long)Math.Round((group.Number(key, 0, MostS) ?? 0) * 1e6);
    }

    private static double X(SceneGroup crossing)
    {
        if (crossing.Node("pixel") is SceneNode.Row { Items: [SceneNode.Scalar x, SceneNode.Scalar] } && double.TryParse(x.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var px)) return px;
        crossing.Wrong("pixel", "is no place such as [500, 397]");
        return 0;
    }
}
