using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Cases;
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

/// <summary>Replays that end early. That a pack measures again is in <see cref="EvidenceRoundTripTests"/>.</summary>
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
        var file = Encoding.UTF8.GetBytes(MadeVideo.Scene.Replace("limits:", "zones:\n  - { id: second-half, kind: measure, area: [[324, 180], [640, 180], [640, 300], [324, 300]] }\nlimits:", StringComparison.Ordinal));
        var scene = SceneFile.Read(file, RuleBook.KnownRules, out _)!;
        var contents = sample.Contents();
        var track = contents.Track with { Points = [.. Enumerable.Range(0, 71).Select(Passing)] };
        var passage = contents.Passage with { Lane = "only", FirstSeen = track.First.Time, LastSeen = track.Last.Time, Speed = new SpeedReading(Speed.FromKmh(72), Speed.FromKmh(1), "made/marks") };
        var facts = new PassageFacts(passage, track, scene, LineOpening.Calibrate(scene).Calibration, ImmutableDictionary<string, SignalTimeline>.Empty, [], TimeQuality.Exact);
        var verdict = Assert.IsType<Verdict.Broken>(RuleBook.Judge(facts).Single(f => f.Rule == "speeding").Verdict);
        var settings = contents.Settings.SetItem(SettingsText.TimeQuality, "Exact").SetItem(SettingsText.TimeJitter, "100").SetItem("speed.MinimumBaseM", "25");
        contents = contents with
        {
            SceneFile = file,
            Settings = named ? settings.SetItem("speed.WholeBias", "False") : settings,
            Track = track,
            Passage = passage,
            Gaps = [],
            Case = contents.Case with { Rule = "speeding", Verdict = verdict },
        };
        var pack = Assert.IsType<PackOutcome.Written>(PackWriter.Write(sample.Folder, contents, sample.Key, null)).Path;
        Assert.Equal(same, Replay.Run(pack, "motion", TestContext.Current.CancellationToken).Report!.Lines.Single(l => l.What == Replay.OfVerdict).Same);

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
