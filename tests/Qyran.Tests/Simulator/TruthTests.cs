using System.Text.Json;
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
    }

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

    [Fact]
    public void Speed_is_the_way_driven_over_the_true_time()
    {
        var truth = Truth(Run(Scenarios.Load("motorway"), "m", 6));
        var last = new Dictionary<int, (double T, double X, double Y, double V)>();
        var checkedPairs = 0;
        foreach (var frame in truth.GetProperty("frames").EnumerateArray())
        {
            var t = frame.GetProperty("exposed_us").GetInt64() / 1e6;
            foreach (var o in frame.GetProperty("objects").EnumerateArray())
            {
                var (id, road, v) = (o.GetProperty("id").GetInt32(), o.GetProperty("road"), o.GetProperty("speed_mmph").GetInt64() / 3.6e6);
                var (x, y) = (road[0].GetDouble(), road[1].GetDouble());
                if (last.TryGetValue(id, out var was))
                {
                    // places are told to the millimetre; a lane change goes a little sideways too
                    Assert.Equal((v + was.V) / 2, double.Hypot(x - was.X, y - was.Y) / (t - was.T), 0.12);
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
