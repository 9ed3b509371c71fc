using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Rules;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>truth.json: the same bytes every time, every scripted deed in it, plates inside their boxes, faults told.</summary>
public sealed class TruthTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-sim-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Run(Scenario scenario, string name, double? seconds = null, bool truthOnly = true)
    {
        var to = System.IO.Path.Combine(folder, name);
        var outcome = Simulation.Run(new(scenario, to, seconds, null, null, truthOnly), _ => { }, TestContext.Current.CancellationToken);
        Assert.True(outcome is SimulateOutcome.Done, (outcome as SimulateOutcome.Failed)?.Failure.Text);
        return scenario.Cameras.Length == 1 ? to : System.IO.Path.Combine(to, scenario.Cameras[^1].Id);
    }

    private static JsonElement Truth(string at) => JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(at, "truth.json"))).RootElement;

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var scenario = Scenarios.Load("junction");
        byte[] Bytes(string at) => File.ReadAllBytes(System.IO.Path.Combine(at, "truth.json"));
        var first = Bytes(Run(scenario, "a", 8));
        Assert.Equal(first, Bytes(Run(scenario, "b", 8)));
        Assert.NotEqual(first, Bytes(Run(scenario with { Seed = 77 }, "c", 8)));
    }

    [Fact]
    public void Drawing_the_picture_changes_no_byte_of_truth()
    {
        var scenario = Scenarios.Need(Scenarios.Road("flows:\n  - { lane: up, per_hour: 900 }\nsurroundings: { trees: no }"));
        scenario = scenario with { WarmupS = 10, Seconds = 1 };
        var (with, without) = (Run(scenario, "video", truthOnly: false), Run(scenario, "truth"));
        Assert.Equal(File.ReadAllBytes(System.IO.Path.Combine(without, "truth.json")), File.ReadAllBytes(System.IO.Path.Combine(with, "truth.json")));
        Assert.True(new FileInfo(System.IO.Path.Combine(with, "video.mp4")).Length > 3000);
        Assert.False(File.Exists(System.IO.Path.Combine(without, "video.mp4")));
        Assert.Empty(Directory.GetFiles(with, "*.part"));
    }

    [Theory]
    [InlineData("junction", "no-stopping 1, red-light 1, solid-line 1, speeding 1, stop-line 1")]
    [InlineData("motorway", "speeding 3")]
    [InlineData("queue", "")]
    [InlineData("overtaker", "solid-line 2, wrong-way 2")]
    [InlineData("bus-lane", "bus-lane 3, no-stopping 1")]
    [InlineData("night-rain", "red-light 1, speeding 1")]
    [InlineData("section", "average-speed 2, speeding 2")]
    [InlineData("square", "")]
    [InlineData("empty", "")]
    [InlineData("snow", "speeding 1")]
    [InlineData("fog", "wrong-way 1")]
    [InlineData("wrong-fps", "")]
    [InlineData("turning-mount", "")]
    [InlineData("clock-step", "")]
    [InlineData("low-sun", "")]
    public void A_shipped_scenario_holds_its_scripted_deeds_and_no_other(string name, string deeds)
    {
        var truth = Truth(Run(Scenarios.Load(name), name));
        var found = truth.GetProperty("violations").EnumerateArray().CountBy(v => v.GetProperty("rule").GetString()!).OrderBy(v => v.Key, StringComparer.Ordinal);
        Assert.Equal(deeds, string.Join(", ", found.Select(v => $"{v.Key} {v.Value}")));
        var ids = truth.GetProperty("vehicles").EnumerateArray().Select(v => v.GetProperty("id").GetInt32()).ToHashSet();
        Assert.All(truth.GetProperty("violations").EnumerateArray(), v => Assert.Contains(v.GetProperty("vehicle").GetInt32(), ids));
        Assert.All(truth.GetProperty("violations").EnumerateArray(), v => Assert.Contains(v.GetProperty("rule").GetString()!, Told(truth)));
    }

    [Fact]
    public void It_says_of_which_rules_it_tells() =>
        Assert.Equal(RuleBook.Rules.Select(r => r.Id).Append("average-speed").Except(["forbidden-turn", "no-driving"]).Order(StringComparer.Ordinal), Told(Truth(Run(Scenarios.Need(Scenarios.Road()), "told"))));

    private static IEnumerable<string> Told(JsonElement truth) => truth.GetProperty("told").EnumerateArray().Select(r => r.GetString()!);

    [Theory]
    [InlineData("junction", true)]
    [InlineData("wrong-fps", false)]
    [InlineData("clock-step", false)]
    public void Nobody_vouches_for_a_camera_whose_clock_is_wrong(string name, bool vouched)
    {
        var at = Run(Scenarios.Load(name), name, 0.4);
        Assert.Equal(vouched, File.ReadAllText(System.IO.Path.Combine(at, "scene.yaml")).Contains("\n  clock:", StringComparison.Ordinal));
    }

    [Fact]
    public void Boxes_lie_in_the_picture_and_plates_in_their_boxes()
    {
        var truth = Truth(Run(Scenarios.Load("junction"), "j", 12));
        int width = truth.GetProperty("width").GetInt32(), height = truth.GetProperty("height").GetInt32(), plates = 0;
        foreach (var frame in truth.GetProperty("frames").EnumerateArray())
        {
            foreach (var o in frame.GetProperty("objects").EnumerateArray())
            {
                var box = o.GetProperty("box").EnumerateArray().Select(v => v.GetDouble()).ToArray();
                Assert.True(box[0] >= 0 && box[1] >= 0 && box[0] + box[2] <= width + 0.01 && box[1] + box[3] <= height + 0.01);
                Assert.InRange(o.GetProperty("visible").GetDouble(), 0, 1);
                if (!o.TryGetProperty("plate", out var plate)) continue;
                plates++;
                foreach (var corner in plate.EnumerateArray())
                {
                    Assert.InRange(corner[0].GetDouble(), box[0] - 0.02, box[0] + box[2] + 0.02);
                    Assert.InRange(corner[1].GetDouble(), box[1] - 0.02, box[1] + box[3] + 0.02);
                }
                // read from outside: left to right, top to bottom
                Assert.True(plate[0][0].GetDouble() < plate[1][0].GetDouble());
                Assert.True(plate[0][1].GetDouble() < plate[3][1].GetDouble());
            }
        }
        Assert.True(plates > 1000);
    }

    [Theory]
    [InlineData("fog", true)]
    [InlineData("junction", false)]
    public void Where_the_air_is_thick_the_truth_says_how_much_light_comes_through(string name, bool thick)
    {
        var frame = Truth(Run(Scenarios.Load(name), name, 1)).GetProperty("frames")[0];
        var shares = frame.GetProperty("objects").EnumerateArray()
            .Select(o => (Y: o.GetProperty("road")[1].GetDouble(), Air: o.TryGetProperty("air", out var air) ? air.GetDouble() : (double?)null)).OrderBy(o => o.Y).ToList();
        Assert.True(shares.Count > 3);
        if (!thick)
        {
            Assert.All(shares, s => Assert.Null(s.Air));
            return;
        }
        // sight 130 m, the camera at 0: the farther the less, a twentieth at the end of the sight
        Assert.All(shares, s => Assert.InRange(s.Air!.Value, Math.Exp(-3 * (s.Y + 8) / 130), Math.Exp(-3 * (s.Y - 8) / 130)));
        Assert.All(shares, s => Assert.InRange(s.Air!.Value, 0.049, 1));
    }

    [Theory]
    [InlineData("motorway", 6)]
    [InlineData("overtaker", 40)]
    [InlineData("junction", 25)]
    public void Speed_is_the_way_driven_over_the_true_time(string name, double seconds)
    {
        var truth = Truth(Run(Scenarios.Load(name), "m", seconds));
        // people start and stop within a frame
        var people = truth.GetProperty("vehicles").EnumerateArray().Where(v => v.GetProperty("class").GetString() == "person").Select(v => v.GetProperty("id").GetInt32()).ToHashSet();
        var last = new Dictionary<int, (double T, double X, double Y, double V)>();
        var checkedPairs = 0;
        foreach (var frame in truth.GetProperty("frames").EnumerateArray())
        {
            var t = frame.GetProperty("exposed_us").GetInt64() / 1e6;
            foreach (var o in frame.GetProperty("objects").EnumerateArray())
            {
                var (id, road, v) = (o.GetProperty("id").GetInt32(), o.GetProperty("road"), o.GetProperty("speed_mmph").GetInt64() / 3.6e6);
                var (x, y) = (road[0].GetDouble(), road[1].GetDouble());
                if (people.Contains(id)) continue;
                if (last.TryGetValue(id, out var was))
                {
                    // places are told to the millimetre, and sideways motion may begin within a frame
                    Assert.Equal((v + was.V) / 2, double.Hypot(x - was.X, y - was.Y) / (t - was.T), 0.08);
                    checkedPairs++;
                }
                last[id] = (t, x, y, v);
            }
        }
        Assert.True(checkedPairs > 500);
    }

    [Fact]
    public void A_camera_that_says_25_and_delivers_21_tells_both_clocks()
    {
        var truth = Truth(Run(Scenarios.Load("wrong-fps"), "w", 10));
        Assert.Equal(25, truth.GetProperty("fps_declared").GetDouble());
        Assert.Equal(21, truth.GetProperty("fps_true").GetDouble());
        var frames = truth.GetProperty("frames").EnumerateArray().ToList();
        Assert.Equal(210, frames.Count);
        Assert.Equal(4_000_000, frames[100].GetProperty("media_us").GetInt64());
        Assert.Equal(4_761_905, frames[100].GetProperty("exposed_us").GetInt64());
    }

    [Fact]
    public void A_clock_step_moves_stamps_but_not_the_truth()
    {
        var frames = Truth(Run(Scenarios.Load("clock-step"), "c", 16)).GetProperty("frames").EnumerateArray()
            .Select(f => (Media: f.GetProperty("media_us").GetInt64(), Exposed: f.GetProperty("exposed_us").GetInt64())).ToList();
        Assert.True(frames.Zip(frames.Skip(1)).All(p => p.Second.Media > p.First.Media), "stamps must grow");
        Assert.All(frames.Where(f => f.Exposed < 13_900_000), f => Assert.InRange(f.Media - f.Exposed, 0, 60_000));
        Assert.All(frames.Where(f => f.Exposed > 14_100_000), f => Assert.InRange(f.Media - f.Exposed, 390_000, 460_000));
        Assert.InRange(frames.Count, 360, 400);
        Assert.True(frames.Zip(frames.Skip(1)).Any(p => p.Second.Exposed == p.First.Exposed), "some frames come twice");
    }

    [Fact]
    public void With_frames_lost_and_repeated_made_up_stamps_and_events_are_on_one_clock()
    {
        var scenario = Scenarios.Need(Scenarios.Road("faults: { declared_fps: 20, drop_percent: 30, duplicate_percent: 10 }"));
        var clock = new FrameClock(scenario, scenario.Cameras[0]);
        var frames = clock.Frames(40).Where(f => !f.Again).ToList();
        Assert.All(frames, f => Assert.Equal(f.MediaUs, clock.Media(f.ExposedUs)));
        Assert.All(frames.Zip(frames.Skip(1)), p => Assert.InRange(clock.Media((p.First.ExposedUs + p.Second.ExposedUs) / 2), p.First.MediaUs, p.Second.MediaUs));
        Assert.True(clock.Media(41_000_000) > frames[^1].MediaUs);
    }

    [Fact]
    public void A_repeated_frame_shows_what_was_delivered_before_it()
    {
        var scenario = Scenarios.Need(Scenarios.Road("faults: { clock_step_at_s: 20, clock_step_ms: -1000, duplicate_percent: 40 }"));
        var frames = new FrameClock(scenario, scenario.Cameras[0]).Frames(40).ToList();
        Assert.False(frames[0].Again);
        Assert.Contains(frames, f => f.Again);
        Assert.All(frames.Zip(frames.Skip(1)).Where(p => p.Second.Again), p => Assert.Equal(p.First.ExposedUs, p.Second.ExposedUs));
    }

    [Fact]
    public void What_an_earlier_run_left_and_this_one_does_not_write_is_taken_away_and_nothing_else()
    {
        var at = System.IO.Path.Combine(folder, "again");
        Directory.CreateDirectory(at);
        foreach (var (name, text) in (IEnumerable<(string, string)>)[("video.mp4", "old"), ("still-007.png", "old"), ("truth.json", "{\"qyran_truth\":1}"), ("section.yaml", "# Written by qyran simulate for the scenario x"),
            ("still-life.png", "mine"), ("notes.txt.part", "mine")])
            File.WriteAllText(System.IO.Path.Combine(at, name), text);
        Run(Scenarios.Need(Scenarios.Road()), "again");
        Assert.Equal(["notes.txt.part", "scene.yaml", "still-life.png", "truth.json"], Directory.GetFiles(at).Select(f => System.IO.Path.GetFileName(f)).Order(StringComparer.Ordinal));
        // a section file somebody wrote himself stays
        File.WriteAllText(System.IO.Path.Combine(at, "section.yaml"), "qyran_section: 1");
        Run(Scenarios.Need(Scenarios.Road()), "again");
        Assert.True(File.Exists(System.IO.Path.Combine(at, "section.yaml")));
    }

    [Fact]
    public void A_run_stopped_at_its_second_camera_leaves_the_first_ones_files_and_everybody_elses_as_they_were()
    {
        var at = System.IO.Path.Combine(folder, "two");
        Directory.CreateDirectory(System.IO.Path.Combine(at, "entry"));
        var (old, others) = (System.IO.Path.Combine(at, "entry", "truth.json"), System.IO.Path.Combine(at, "entry", "others.part"));
        File.WriteAllText(old, "{\"qyran_truth\":1}");
        File.WriteAllText(others, "theirs");
        using var stop = new CancellationTokenSource();
        var outcome = Simulation.Run(new(Scenarios.Load("section"), at, 0.4, null, null, true), now =>
        {
            if (now.Camera == "exit") stop.Cancel();
        }, stop.Token);
        Assert.Equal(FailureKind.Cancelled, Assert.IsType<SimulateOutcome.Failed>(outcome).Failure.Kind);
        Assert.Equal("{\"qyran_truth\":1}", File.ReadAllText(old));
        Assert.Equal([others, old], Directory.GetFiles(at, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(System.IO.Path.Combine(at, "exit")));
    }

    [Theory]
    [InlineData("picture: { turn_deg_per_minute: 10 }", 121, "at most 20")]
    [InlineData("lines:\n  - { id: t, kind: no_turn, points: [[-3, 40], [3, 40]] }", 1, "lines[0].lanes")]
    [InlineData("rules:\n  - { rule: no-stopping, allowed_s: 1 }\nzones:\n  - { id: z, kind: no_stopping, area: [[0, 30], [4, 30], [4, 50], [0, 50]] }", 1, "allowed_s")]
    public void What_could_not_be_drawn_or_read_is_refused_before_anything_is_written(string more, double seconds, string says)
    {
        var at = System.IO.Path.Combine(folder, "refused");
        var outcome = Simulation.Run(new(Scenarios.Need(Scenarios.Road(more)), at, seconds, null, null, true, Check: RuleBook.Check), _ => { }, CancellationToken.None);
        var failure = Assert.IsType<SimulateOutcome.Failed>(outcome).Failure;
        Assert.Equal(FailureKind.Invalid, failure.Kind);
        Assert.Contains(says, failure.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(at));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_failure_and_a_stop_leaves_nothing()
    {
        var file = System.IO.Path.Combine(folder, "file");
        File.WriteAllText(file, "x");
        var scenario = Scenarios.Need(Scenarios.Road());
        Assert.IsType<SimulateOutcome.Failed>(Simulation.Run(new(scenario, System.IO.Path.Combine(file, "below"), null, null, null, true), _ => { }, CancellationToken.None));
        using var stop = new CancellationTokenSource();
        var gone = System.IO.Path.Combine(folder, "gone");
        var outcome = Simulation.Run(new(scenario, gone, null, null, null, true), _ => stop.Cancel(), stop.Token);
        Assert.IsType<SimulateOutcome.Failed>(outcome);
        Assert.False(Directory.Exists(gone));
    }
}
