using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Rules.Sections;

namespace Qyran.Rules;

/// <summary>Every rule there is. A scene switches them on one by one; one passage gives at most one case per rule.</summary>
public static class RuleBook
{
    public static readonly ImmutableArray<RuleEntry> Rules =
    [
        new("speeding", "Faster than the limit", [RuleNeed.Survey, RuleNeed.Limit],
            SpeedingSettings.Known, (facts, set) => Speeding.Judge(facts, SpeedingSettings.From(set))),
        new("wrong-way", "Against the lawful way of a lane", [RuleNeed.Arrow],
            WrongWaySettings.Known, (facts, set) => WrongWay.Judge(facts, WrongWaySettings.From(set))),
        new("red-light", "Past a red signal", [RuleNeed.SignalledStopLine],
            RedLightSettings.Known, (facts, set) => RedLight.Judge(facts, RedLightSettings.From(set))),
        new("stop-line", "Stopped behind the stop line at red", [RuleNeed.SignalledStopLine],
            StopLineSettings.Known, (facts, set) => StopLine.Judge(facts, StopLineSettings.From(set))),
        new("solid-line", "Across a solid line", [RuleNeed.SolidLine],
            SolidLineSettings.Known, (facts, set) => SolidLine.Judge(facts, SolidLineSettings.From(set))),
        new("no-stopping", "Stopped where stopping is forbidden", [RuleNeed.NoStoppingZone],
            NoStoppingSettings.Known, (facts, set) => NoStopping.Judge(facts, NoStoppingSettings.From(set))),
        new("bus-lane", "In a lane reserved for others", [RuleNeed.ReservedLane],
            BusLaneSettings.Known, (facts, set) => BusLane.Judge(facts, BusLaneSettings.From(set))) { Lacking = BusLaneSettings.Lacking },
        new("forbidden-turn", "A turn that is forbidden from its lane", [RuleNeed.NoTurnLine, RuleNeed.Arrow],
            ForbiddenTurnSettings.Known, (facts, set) => ForbiddenTurn.Judge(facts, ForbiddenTurnSettings.From(set))),
        new("no-driving", "Where no vehicle may drive", [RuleNeed.NoDrivingZone],
            NoDrivingSettings.Known, (facts, set) => NoDriving.Judge(facts, NoDrivingSettings.From(set))),
    ];

    /// <summary>Ids and setting names, for <see cref="SceneFile.Read"/>.</summary>
    public static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> KnownRules =
        Rules.ToImmutableSortedDictionary(r => r.Id, r => r.Settings.Select(s => s.Name).ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>The rule for people; its id where no such rule is known any more.</summary>
    public static string Title(string id) => id == AverageSpeed.Rule ? AverageSpeed.Title : Rules.FirstOrDefault(r => r.Id == id)?.Title ?? id;

    /// <summary>The settings a rule takes, also the one that belongs to a section and not to a scene.</summary>
    public static ImmutableArray<SettingBounds> SettingsOf(string id) => id == AverageSpeed.Rule ? AverageSpeedSettings.Known : Rules.First(r => r.Id == id).Settings;

    /// <summary>Null when every rule the scene switches on is known, has what it needs, and its settings are within bounds.</summary>
    public static Failure? Check(Scene scene) => Told(scene, Faults(scene));

    /// <summary>
    /// The same of a scene that was taken before, a camera's or a pack's: what its settings lack by what a rule has come to ask for since stops no line, and the rule is undecided where it needs it.
    /// </summary>
    public static Failure? CheckTaken(Scene scene) => Told(scene, Faults(scene, isNew: false));

    /// <summary>What <see cref="Check"/> finds, one by one; empty when it is null.</summary>
    public static IReadOnlyList<string> Faults(Scene scene) => Faults(scene, isNew: true);

    private static Failure? Told(Scene scene, IReadOnlyList<string> faults) =>
        faults.Count > 0 ? new(FailureKind.Invalid, $"the scene '{scene.Name}': {string.Join("; ", faults)}") : null;

    /// <summary>What four points alone lack: by them the rule is undecided about everybody above the limit. Other surveys are weighed when they are solved.</summary>
    private const string Unchecked = "a fifth point in the survey, or a length: nothing checks four points";

    private static List<string> Faults(Scene scene, bool isNew)
    {
        var faults = new List<string>();
        foreach (var set in scene.Rules)
        {
            if (Rules.FirstOrDefault(r => r.Id == set.Rule) is not { } rule)
            {
                faults.Add($"there is no rule {set.Rule}{NearestName.Hint(set.Rule, KnownRules.Keys)}");
                continue;
            }
            var wrong = SettingValues.Faults(set, rule.Settings).ToList();
            faults.AddRange(wrong);
            if (isNew && wrong.Count == 0 && rule.Lacking(set) is { } lacking) faults.Add($"the rule {rule.Id} needs {lacking}");
            if (isNew && rule.Id == "speeding" && scene.Survey is { Points.Length: 4, Lengths.IsEmpty: true }) faults.Add($"the rule {rule.Id} needs {Unchecked}");
            var needs = rule.Needs.Select(n => Lacking(scene, n)).OfType<string>().Concat(isNew ? rule.Needs.SelectMany(n => LackingLines(scene, n)) : []);
            faults.AddRange(needs.Select(what => $"the rule {rule.Id} needs {what}"));
        }
        return faults;
    }

    /// <summary>One finding per rule switched on, in the scene's order. The scene must have passed <see cref="CheckTaken"/>.</summary>
    public static ImmutableArray<Finding> Judge(PassageFacts facts)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>(facts.Scene.Rules.Length);
        foreach (var set in facts.Scene.Rules)
        {
            var rule = Rules.First(r => r.Id == set.Rule);
            findings.Add(new(set.Rule, set.Offence, facts.Passage.Class is RoadUser.Person
                ? new Verdict.Kept("a person on foot is not judged by this rule") : VerdictFacts.WithProvenance(rule.Judge(facts, set), set)));
        }
        return Merged(facts.Scene, findings.MoveToImmutable());
    }

    /// <summary>Whoever ran the red light crossed its stop line by that: one act, one case, unless the scene's settings say otherwise.</summary>
    private static ImmutableArray<Finding> Merged(Scene scene, ImmutableArray<Finding> findings)
    {
        if (!findings.Any(f => f is { Rule: "red-light", Verdict: Verdict.Broken })) return findings;
        return
        [
            .. findings.Select(f => f is { Rule: "stop-line", Verdict: Verdict.Broken }
                && !StopLineSettings.From(scene.Rules.First(r => r.Rule == "stop-line")).BesideRedLight
                ? f with { Verdict = new Verdict.Kept("judged as driving past the red signal") } : f),
        ];
    }

    private static string? Lacking(Scene scene, RuleNeed need) => need switch
    {
        RuleNeed.Survey => scene.Survey is null ? "a survey: without metres there is no speed" : null,
        RuleNeed.Limit => scene.Limits.IsEmpty ? "a limit" : null,
        RuleNeed.Arrow => scene.Lanes.Any(l => l is { From: not null, To: not null }) ? null : "a lane with a direction",
        RuleNeed.SignalledStopLine => scene.Lines.Any(l => l is { Kind: LineKind.Stop, Signal: not null }) ? null : "a line of the kind stop with a signal",
        RuleNeed.SolidLine => scene.Lines.Any(l => l.Kind == LineKind.Solid) ? null : "a line of the kind solid",
        RuleNeed.NoStoppingZone => scene.Zones.Any(z => z.Kind == ZoneKind.NoStopping) ? null : "a zone of the kind no_stopping",
        RuleNeed.ReservedLane => scene.Lanes.Any(l => !l.Only.IsDefaultOrEmpty) ? null : "a lane with only",
        RuleNeed.NoTurnLine => scene.Lines.Any(l => l.Kind == LineKind.NoTurn) ? null : "a line of the kind no_turn",
        RuleNeed.NoDrivingZone => scene.Zones.Any(z => z.Kind == ZoneKind.NoDriving) ? null : "a zone of the kind no_driving",
        _ => throw new InvalidOperationException($"a closed choice: {need}"),
    };

    /// <summary>What single lines lack without which nobody is ever accused at them. A scene that was taken before runs without it.</summary>
    private static IEnumerable<string> LackingLines(Scene scene, RuleNeed need) => need switch
    {
        RuleNeed.SignalledStopLine => scene.Lines.Where(l => l is { Kind: LineKind.Stop, Signal: not null } && SceneWays.WayOver(l, scene) is null)
            .Select(l => $"a way over the line {l.Id}: name lanes for it that point one way, or draw an entry line behind it"),
        RuleNeed.NoTurnLine => scene.Lines.Where(l => l.Kind == LineKind.NoTurn && !SceneWays.LanesOf(l, scene).Any(lane => SceneWays.ArrowOf(lane) is not null))
            .Select(l => $"a direction for the lanes of the line {l.Id}"),
        _ => [],
    };
}
