using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Domain.Units;
using Qyran.Evidence;
using Qyran.Line;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;
using Qyran.Line.Sections;
using Qyran.Measure.Scoring.Runs;
using Qyran.Measure.Speeds;
using Qyran.Rules;
using Qyran.Rules.Sections;
using Qyran.Simulator;
using Qyran.Tests.Simulator;

namespace Qyran.Tests.Rules.Sections;

/// <summary>The shipped section of two cameras, from tracks of true boxes and true plates: who is judged too fast on average is who was, and a pack says so again.</summary>
public sealed class SectionScenarioTests : IClassFixture<SectionScenarioTests.Drive>
{
    private readonly Drive drive;

    public SectionScenarioTests(Drive drive) => this.drive = drive;

    [Fact]
    public void The_section_finds_the_two_who_were_too_fast_and_nobody_else()
    {
        var watched = drive.Watched();
        Assert.Equal(drive.Exit.Truth.Violations.Where(v => v.Rule == "average-speed").Select(v => v.Vehicle).Order(), Accused(watched));
        // one drove 99 km/h, the other 93: a limit between the two parts them
        Assert.Single(Accused(With(watched, 97)));
        Assert.Empty(Accused(With(watched, 100)));
    }

    [Fact]
    public void Who_was_not_seen_at_the_entry_or_has_no_plate_is_not_judged()
    {
        var (watched, exit) = (drive.Watched(), drive.Exit.Gates.Values.First());
        Assert.Contains("nothing with its plate", watched.Judge([exit], [])!.Verdict.Why, StringComparison.Ordinal);
        Assert.Contains("not accepted", watched.Judge([exit with { Plate = null }], drive.Entry.Gates.Values)!.Verdict.Why, StringComparison.Ordinal);
        Assert.Null(watched.Judge([exit with { Gate = "another" }], drive.Entry.Gates.Values));
    }

    [Fact]
    public void Who_came_round_again_is_judged_by_the_last_time()
    {
        var watched = drive.Watched();
        var (id, exit) = drive.Exit.Gates.First(g => drive.Entry.Gates.ContainsKey(g.Key) && Accused(watched).Contains(g.Key));
        var earlier = drive.Entry.Gates[id] with { Passage = "long-before", EarliestUtcUs = exit.EarliestUtcUs - 600_000_000, LatestUtcUs = exit.EarliestUtcUs - 599_000_000 };
        var broken = Assert.IsType<Verdict.Broken>(watched.Judge([exit], [earlier, drive.Entry.Gates[id]])!.Verdict);
        Assert.Equal(drive.Entry.Gates[id].Passage, broken.Facts["entry_passage"]);
    }

    [Fact]
    public void What_a_clock_has_drifted_widens_the_crossing_and_above_half_a_second_it_is_in_doubt()
    {
        var (id, gate) = drive.Entry.Gates.First(g => g.Value.Doubt is null);
        GatePassage Drifted(long apartUs) => GateCrossing.All(drive.Entry.Facts[id] with { ClockApartUs = apartUs }).First(g => g.Gate == gate.Gate);
        var (slow, fast) = (Drifted(400_000), Drifted(-400_000));
        Assert.Equal(gate with { LatestUtcUs = gate.LatestUtcUs + 400_000, ClockApartUs = 400_000 }, slow);
        Assert.Equal(gate with { EarliestUtcUs = gate.EarliestUtcUs - 400_000, ClockApartUs = -400_000 }, fast);
        // the video shows it where it did
        Assert.Equal((gate.StampedMiddleUs, gate.StampedMiddleUs), (slow.StampedMiddleUs, fast.StampedMiddleUs));
        Assert.Contains("come 0.6 s apart", Drifted(-600_000).Doubt, StringComparison.Ordinal);
        Assert.Equal(fast with { Box = null }, Assert.Single(GateJson.Read(GateJson.Whole(fast))) with { Box = null });
    }

    [Theory, InlineData(0L, "steady"), InlineData(200_000L, "drifted")]
    public void A_sections_pack_is_judged_again_from_what_it_holds(long apartUs, string ending)
    {
        var setup = Open(drive.Write(drive.Entry.Gates.Values)).Setup!;
        var (id, steady) = drive.Exit.Gates.First(g => Accused(setup.Watched).Contains(g.Key));
        var facts = drive.Exit.Facts[id] with { ClockApartUs = apartUs };
        var gate = GateCrossing.All(facts).First(g => g.Gate == steady.Gate);
        var outcome = setup.Judge(new TrackOutcome(facts.Track, facts.Passage, null, [], facts.Signals, new(TimeQuality.Exact, 0, "", []) { ClockApartUs = apartUs }) { Measuring = SpeedSettings.Default, Gates = [gate] });
        var finding = Assert.Single(outcome.Findings);
        var broken = Assert.IsType<Verdict.Broken>(finding.Verdict);
        // the case's instant lies on the exit camera's clock, whatever that has drifted
        Assert.Equal(steady.LatestUtcUs - facts.Passage.FirstSeen.UtcOffsetUs!.Value, broken.AtUs);
        Assert.InRange(broken.AtUs, facts.Track.First.Time.MediaUs, facts.Track.Last.Time.MediaUs);

        using var key = DeviceKey.Temporary();
        Case Made(string name) => new(name, AverageSpeed.Rule, finding.Offence, facts.Passage.Id, broken, name + ".zip");
        PackContents Contents(string name, string? entry) => new()
        {
            CaseId = name,
            DeviceId = "exit",
            CreatedAtUtc = DateTimeOffset.UnixEpoch,
            Case = Made(name),
            Passage = facts.Passage,
            Track = facts.Track,
            RuleJson = PackDescription.Rule(drive.Exit.Scene, Made(name), setup.Watched.Rule, SoftwareVersion.Current),
            SceneFile = drive.Exit.SceneBytes,
            SectionFile = setup.File,
            EntryJson = entry,
            Detector = new("motion", "1", null, 640, 360),
            Settings = ImmutableSortedDictionary<string, string>.Empty.Add(SettingsText.TimeQuality, nameof(TimeQuality.Exact)).Add(SettingsText.TimeJitter, "0")
                .Add(SettingsText.ClockApart, apartUs.ToString(CultureInfo.InvariantCulture)),
        };
        ReplayLine Again(string name, string? entry)
        {
            var pack = Assert.IsType<PackOutcome.Written>(PackWriter.Write(drive.Folder, Contents($"{name}-{ending}", entry), key, null)).Path;
            var (report, failure) = Replay.Run(pack, null, TestContext.Current.CancellationToken);
            Assert.True(report is not null, failure?.Text);
            return report.Lines.Single(l => l.What == "verdict from the recorded facts");
        }
        Assert.True(Again("kept-whole", setup.EntryOf(broken)).Same);
        // an entry a minute earlier is another drive; without one there is nothing to judge by
        Assert.False(Again("another-entry", GateJson.Whole(drive.Entry.Gates[id] with { EarliestUtcUs = drive.Entry.Gates[id].EarliestUtcUs - 60_000_000 })).Same);
        Assert.False(Again("no-entry", null).Same);
        Assert.False(Again("strange-entry", "[1]").Same);
    }

    [Fact]
    public void What_is_wrong_with_a_section_is_said_before_anything_is_analysed()
    {
        var results = drive.Write(drive.Entry.Gates.Values);
        string Says(string file, string folder, Scene? scene)
        {
            var (setup, failure) = SectionSetup.Open(file, folder, scene);
            Assert.Null(setup);
            return failure!.Text;
        }
        Assert.Contains("no section file", Says(drive.SectionPath + "x", results, drive.Exit.Scene), StringComparison.Ordinal);
        Assert.Contains("analyse the entry camera's video first", Says(drive.SectionPath, drive.Folder, drive.Exit.Scene), StringComparison.Ordinal);
        Assert.Contains("ends at the camera 'exit', this scene is of 'entry'", Says(drive.SectionPath, results, drive.Entry.Scene), StringComparison.Ordinal);
        Assert.Contains("give it with --scene", Says(drive.SectionPath, results, null), StringComparison.Ordinal);
        Assert.Contains("nothing crossed the gate 'gate-a'", Says(drive.SectionPath, drive.Write([]), drive.Exit.Scene), StringComparison.Ordinal);
        File.WriteAllText(System.IO.Path.Combine(results, "passages.jsonl"), "[]\n");
        Assert.Contains("is not what qyran analyze writes", Says(drive.SectionPath, results, drive.Exit.Scene), StringComparison.Ordinal);
    }

    private List<int> Accused(WatchedSection watched) =>
        [.. drive.Exit.Gates.Where(g => watched.Judge([g.Value], drive.Entry.Gates.Values) is { Verdict: Verdict.Broken }).Select(g => g.Key).Order()];

    private static WatchedSection With(WatchedSection watched, decimal kmh) =>
        watched with { Section = watched.Section with { Parts = [[watched.Section.Parts[0][0] with { Limit = Speed.FromKmh(kmh) }]] } };

    private (SectionSetup? Setup, Failure? Failure) Open(string results)
    {
        var opened = SectionSetup.Open(drive.SectionPath, results, drive.Exit.Scene);
        Assert.True(opened.Setup is not null, opened.Failure?.Text);
        return opened;
    }

    /// <summary>The scenario's truth, once for all tests.</summary>
    public sealed class Drive : IDisposable
    {
        public Drive()
        {
            Assert.IsType<SimulateOutcome.Done>(Simulation.Run(new(Scenarios.Load("section"), Folder, null, null, null, true), _ => { }, TestContext.Current.CancellationToken));
            (Entry, Exit) = (Seen("entry", "gate-a"), Seen("exit", "gate-b"));
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("qyran-section-").FullName;
        public string SectionPath => System.IO.Path.Combine(Folder, "section.yaml");
        internal Side Entry { get; }
        internal Side Exit { get; }

        internal WatchedSection Watched()
        {
            var watched = SectionFile.Read(File.ReadAllBytes(SectionPath), out var errors);
            Assert.True(watched is not null, string.Join('\n', errors));
            return watched;
        }

        /// <summary>A results folder as an analysis of the entry would leave it.</summary>
        internal string Write(IEnumerable<GatePassage> gates)
        {
            var folder = Directory.CreateDirectory(System.IO.Path.Combine(Folder, Guid.NewGuid().ToString("N"))).FullName;
            File.WriteAllLines(System.IO.Path.Combine(folder, "passages.jsonl"), gates.Select(g => GateJson.Whole(g).ReplaceLineEndings(" ")));
            return folder;
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);

        private Side Seen(string camera, string line)
        {
            var at = System.IO.Path.Combine(Folder, camera);
            Assert.True(RunTruthText.TryRead(File.ReadAllBytes(System.IO.Path.Combine(at, "truth.json")), out var truth, out var failure), failure?.Text);
            var bytes = File.ReadAllBytes(System.IO.Path.Combine(at, "scene.yaml"));
            var scene = SceneFile.Read(bytes, RuleBook.KnownRules, out var errors);
            Assert.True(scene is not null, string.Join('\n', errors));
            var (plane, _) = LineOpening.Calibrate(scene);
            var start = (truth!.StartUtc!.Value - DateTimeOffset.UnixEpoch).Ticks / 10;
            var side = new Side(truth, scene, bytes, [], []);
            foreach (var vehicle in truth.Vehicles.Where(v => v.Plate is not null))
            {
                var points = truth.Frames.SelectMany(f => f.Objects.Where(o => o.Id == vehicle.Id && o.Visible > 0.3)
                    .Select(o => new TrackPoint(f.Number, new(f.MediaUs, null, start, TimeQuality.Exact), o.Box, o.Box, 0.9f))).ToImmutableArray();
                if (points.Length < 10) continue;
                var track = new Track(vehicle.Id, vehicle.Class, points);
                var passage = new Passage($"p{vehicle.Id}", vehicle.Id, vehicle.Class, track.First.Time, track.Last.Time, vehicle.Lane, "along", null, null)
                {
                    Plate = new(vehicle.Plate!, 0.999, null, 1, points[0].Time.MediaUs, 3),
                };
                var facts = new PassageFacts(passage, track, scene, plane, ImmutableDictionary<string, SignalTimeline>.Empty, [], TimeQuality.Exact);
                if (GateCrossing.All(facts).FirstOrDefault(g => g.Gate == line) is not { } gate) continue;
                side.Gates[vehicle.Id] = gate;
                side.Facts[vehicle.Id] = facts;
            }
            return side;
        }
    }

    internal sealed record Side(RunTruth Truth, Scene Scene, byte[] SceneBytes, Dictionary<int, GatePassage> Gates, Dictionary<int, PassageFacts> Facts);
}
