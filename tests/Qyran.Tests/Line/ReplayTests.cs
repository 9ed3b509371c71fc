using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Domain.Units;
using Qyran.Evidence;
using Qyran.Line;
using Qyran.Line.Cases;
using Qyran.Rules;
using Qyran.Tests.Cli;
using Qyran.Tests.Evidence;

namespace Qyran.Tests.Line;

/// <summary>Replays that end early, and packs that say otherwise than they measure. That a pack measures again is in <see cref="EvidenceRoundTripTests"/>.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly SamplePack sample = new();

    public void Dispose() => sample.Dispose();

    [Theory]
    [InlineData(SettingsText.TimeQuality, null)]
    [InlineData(SettingsText.TimeQuality, "splendid")]
    [InlineData(SettingsText.TimeQuality, "77")]
    [InlineData(SettingsText.TimeJitter, null)]
    [InlineData(SettingsText.TimeJitter, "little")]
    [InlineData("speed.BoxMiddle", "perhaps")]
    public void A_sound_pack_without_the_settings_of_its_measurement_is_refused(string name, string? value)
    {
        var (report, failure) = Replay.Run(Write(name, value), "motion", TestContext.Current.CancellationToken);
        Assert.Null(report);
        Assert.Equal(FailureKind.Unsupported, failure!.Kind);
        Assert.Contains("does not name the settings of its measurement", failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_that_was_stopped_says_nothing_of_the_pack()
    {
        var (report, failure) = Replay.Run(Write("time.more", "any"), "motion", new CancellationToken(canceled: true));
        Assert.Null(report);
        Assert.Equal(FailureKind.Cancelled, failure!.Kind);
    }

    [Theory]
    [InlineData(null, false, "now: the rule is not in the scene")]
    [InlineData("0.0.1+abc", null, "judged by version 0.0.1+abc; this version says: the rule is not in the scene")]
    public void A_verdict_of_another_version_s_rules_is_told_and_does_not_differ(string? software, bool? same, string text)
    {
        var (report, _) = Replay.Run(Write("time.more", "any", software), "motion", TestContext.Current.CancellationToken);
        var line = Assert.Single(report!.Lines, l => l.What == Replay.OfVerdict);
        Assert.Equal((same, text), (line.Same, line.Text));
        var without = report with { Lines = report.Lines.RemoveAll(l => l.What != Replay.OfVerdict) };
        Assert.Equal(same is null, without.Agrees);
        Assert.Contains(same is null ? "judges otherwise" : "does NOT measure again", without.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)] // so that it makes a difference
    public void A_pack_from_before_speeds_were_judged_where_they_were_measured_is_judged_by_all_of_the_way(bool named, bool same)
    {
        var contents = Speeding();
        Assert.Equal(same, Again(named ? contents with { Settings = contents.Settings.SetItem("speed.WholeBias", "False") } : contents).Single(l => l.What == Replay.OfVerdict).Same);
    }

    private static readonly Dictionary<string, (Func<PackContents, PackContents> Lie, string Line, string Text)> Told = new()
    {
        ["a fact"] = (c => Judged(c, v => v with { Facts = v.Facts.SetItem("limit_kmh", "50") }), Replay.OfVerdict, "the fact limit_kmh is 60 and not 50"),
        ["a fact too many"] = (c => Judged(c, v => v with { Facts = v.Facts.Add("driver", "drunk") }), Replay.OfVerdict, "the fact driver is not known and not drunk"),
        ["the moment"] = (c => Judged(c, v => v with { AtUs = v.AtUs + 1 }), Replay.OfVerdict, "but at"),
        ["the key times"] = (c => Judged(c, v => v with { KeyTimesUs = [1, 2, 3] }), Replay.OfVerdict, "its key times are others"),
        ["the offence"] = (c => c with { Case = c.Case with { Offence = "manslaughter" } }, Replay.OfVerdict, "the offence is example and not manslaughter"),
        ["a setting"] = (c => c with { RuleJson = c.RuleJson.Replace("\"tolerance_kmh\": 0", "\"tolerance_kmh\": 5", StringComparison.Ordinal) }, Replay.OfVerdict, "rule.json states other settings"),
        ["the lane"] = (c => c with { Passage = c.Passage with { Lane = "oncoming" } }, Replay.OfPassage, "along the lane oncoming"),
        ["the class"] = (c => c with { Passage = c.Passage with { Class = RoadUser.Bus } }, Replay.OfPassage, "recorded bus"),
        ["when it came"] = (c => c with { Passage = c.Passage with { FirstSeen = c.Passage.FirstSeen with { MediaUs = 40_000 } } }, Replay.OfPassage, "from 40000 to"),
        ["the plate"] = (c => c with { Passage = c.Passage with { Plate = new("777AAA02", 0.9, null, 1, 40_000, 9) } }, Replay.OfPassage, "the plate 777AAA02 is not among the readings"),
    };

    public static TheoryData<string> Lies => [.. Told.Keys];

    [Theory, MemberData(nameof(Lies))]
    public void What_a_pack_says_otherwise_than_its_track_and_scene_differs(string what)
    {
        var (lie, where, text) = Told[what];
        var line = Again(lie(Speeding())).Single(l => l.What == where);
        Assert.False(line.Same);
        Assert.Contains(text, line.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Lies))]
    public void Another_version_may_see_another_lane_or_judge_otherwise_but_read_no_other_plate_class_or_time(string what)
    {
        var (lie, where, _) = Told[what];
        var line = Again(lie(Speeding()) with { Software = "0.0.1" }).Single(l => l.What == where);
        bool? same = what is "the plate" or "the class" or "when it came" ? false : null;
        Assert.Equal(same, line.Same);
    }

    [Fact]
    public void A_fact_that_an_earlier_version_left_empty_is_one_not_known()
    {
        var contents = Judged(Speeding(), v => v with { Facts = v.Facts.Add("settings_basis", "") });
        var scene = SceneFile.Read(contents.SceneFile.Span, RuleBook.KnownRules, out _)!;
        contents = contents with { RuleJson = PackDescription.Rule(scene, contents.Case, scene.Rules.Single(r => r.Rule == "speeding"), SoftwareVersion.Current) };
        var line = Again(contents).Single(l => l.What == Replay.OfVerdict);
        Assert.True(line.Same, line.Text);
    }

    [Fact]
    public void A_true_pack_is_the_same_and_an_error_beyond_all_measure_leaves_no_speed()
    {
        var contents = Speeding();
        Assert.All(Again(contents).Where(l => l.What is Replay.OfPassage or Replay.OfVerdict), l => Assert.True(l.Same, l.Text));
        Assert.Contains(Again(contents with { CaseId = "case-2", Settings = contents.Settings.SetItem("speed.ClockError", "1000") }), l => l.Text.EndsWith("now no speed", StringComparison.Ordinal));
    }

    private static PackContents Judged(PackContents contents, Func<Verdict.Broken, Verdict.Broken> otherwise) => contents with { Case = contents.Case with { Verdict = otherwise(contents.Case.Verdict) } };

    private ImmutableArray<ReplayLine> Again(PackContents contents) =>
        Replay.Run(Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, contents, sample.Key, null)).Path, "motion", TestContext.Current.CancellationToken).Report!.Lines;

    /// <summary>A box that drives through the made scene, judged by all of its way: but for the speed, which is made up, and a clip all of it is true.</summary>
    private PackContents Speeding()
    {
        var file = Encoding.UTF8.GetBytes(MadeVideo.Scene.Replace("limits:", "zones:\n  - { id: second-half, kind: measure, area: [[324, 180], [640, 180], [640, 300], [324, 300]] }\nlimits:", StringComparison.Ordinal));
        var scene = SceneFile.Read(file, RuleBook.KnownRules, out _)!;
        var contents = sample.Contents();
        var track = contents.Track with { Points = [.. Enumerable.Range(0, 71).Select(Passing)] };
        var passage = contents.Passage with { Lane = "only", FirstSeen = track.First.Time, LastSeen = track.Last.Time, Speed = new SpeedReading(Speed.FromKmh(72), Speed.FromKmh(1), "made/marks") };
        var facts = new PassageFacts(passage, track, scene, LineOpening.Calibrate(scene).Calibration, ImmutableDictionary<string, SignalTimeline>.Empty, [], TimeQuality.Exact);
        var finding = RuleBook.Judge(facts).Single(f => f.Rule == "speeding");
        var made = contents.Case with { Rule = "speeding", Offence = finding.Offence, Verdict = Assert.IsType<Verdict.Broken>(finding.Verdict) };
        return contents with
        {
            SceneFile = file,
            Settings = contents.Settings.SetItem(SettingsText.TimeQuality, "Exact").SetItem(SettingsText.TimeJitter, "100").SetItem("speed.MinimumBaseM", "25"),
            Track = track,
            Passage = passage,
            Gaps = [],
            Clip = null,
            Case = made,
            RuleJson = PackDescription.Rule(scene, made, scene.Rules.Single(r => r.Rule == "speeding"), SoftwareVersion.Current),
        };

        static TrackPoint Passing(int k)
        {
            var box = new PixelBox(10 + (8 * k) + (((k % 3) - 1) * 0.4), 200, 60, 36);
            return new(k, new CaptureTime(40_000L * k, null, null, TimeQuality.Exact), box, box, 0.9f);
        }
    }

    /// <summary>With all settings that are needed but the one.</summary>
    private string Write(string name, string? value, string? software = null)
    {
        var contents = sample.Contents();
        if (software is not null) contents = contents with { Software = software };
        var settings = contents.Settings.SetItem(SettingsText.TimeQuality, "Exact").SetItem(SettingsText.TimeJitter, "100");
        contents = contents with { SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene), Settings = value is null ? settings.Remove(name) : settings.SetItem(name, value) };
        return Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, contents, sample.Key, null)).Path;
    }
}
