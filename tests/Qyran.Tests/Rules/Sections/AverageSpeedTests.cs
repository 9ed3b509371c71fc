using System.Globalization;
using CsCheck;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;
using Qyran.Rules.Sections;

namespace Qyran.Tests.Rules.Sections;

public sealed class AverageSpeedTests
{
    // 400 m at 80 km/h take exactly 18 s
    private static readonly Section Road = new("a-b", "entry", "exit", [[Part(400_000, 80)]], "tape, test", null, null);
    private static readonly AverageSpeedSettings Exact = new(Speed.Zero, 0, Speed.FromKmh(250), AlikeToo: false);

    private static SectionPart Part(long mm, decimal kmh, long error = 0, params RoadUser[] classes) => new(mm, error, Speed.FromKmh(kmh), [.. classes], "sign");

    private static GatePassage At(string camera, double s, string? plate = "404OVR02", RoadUser user = RoadUser.Car, double error = 0, bool rear = true, string? doubt = null) =>
        new(camera, "gate", $"{camera}-1", plate, user, (long)Math.Floor(Math.Round((s - error) * 1e6, 3)), (long)Math.Ceiling(Math.Round((s + error) * 1e6, 3)), rear, doubt);

    private static readonly Dictionary<string, (GatePassage Entry, GatePassage Exit, Section Section, AverageSpeedSettings Settings, string Verdict, string Why)> Cases = new()
    {
        ["exactly at the limit"] = (At("entry", 10), At("exit", 28), Road, Exact, "Kept", "within"),
        ["a microsecond sooner"] = (At("entry", 10), At("exit", 27.999999), Road, Exact, "Broken", "80 km/h"),
        ["sooner by less than the clocks' errors"] = (At("entry", 10), At("exit", 27.9), Road, Exact with { ClockErrorUs = 50_000 }, "Kept", "within"),
        ["sooner by more than the clocks' errors"] = (At("entry", 10), At("exit", 27.89), Road, Exact with { ClockErrorUs = 50_000 }, "Broken", "80 km/h"),
        ["sooner by less than the gates' errors"] = (At("entry", 10, error: 0.2), At("exit", 27.7, error: 0.2), Road, Exact, "Kept", "within"),
        ["sooner by more than the gates' errors"] = (At("entry", 10, error: 0.2), At("exit", 27.5, error: 0.2), Road, Exact, "Broken", "on average"),
        ["sooner by less than the way's error"] = (At("entry", 10), At("exit", 27.9), Road with { Parts = [[Part(400_000, 80, 3_000)]] }, Exact, "Kept", "within"),
        ["within the tolerance"] = (At("entry", 10), At("exit", 26.5), Road, Exact with { Tolerance = Speed.FromKmh(10) }, "Kept", "within"),
        ["above the tolerance"] = (At("entry", 10), At("exit", 25.9), Road, Exact with { Tolerance = Speed.FromKmh(10) }, "Broken", "allow 80"),
        // 200 m at 80 (9 s) and 200 m at 40 (18 s): 27 s
        ["two parts, lawful"] = (At("entry", 10), At("exit", 37), Road with { Parts = [[Part(200_000, 80)], [Part(200_000, 40)]] }, Exact, "Kept", "within"),
        ["two parts, as fast as the faster part allows"] = (At("entry", 10), At("exit", 28), Road with { Parts = [[Part(200_000, 80)], [Part(200_000, 40)]] }, Exact, "Broken", "53 km/h"),
        ["a truck under the trucks' limit, its class checked"] = (At("entry", 10, user: RoadUser.Truck), At("exit", 28.1, user: RoadUser.Truck),
            Road with { Parts = [[Part(400_000, 80), Part(400_000, 60, 0, RoadUser.Truck)]] }, Exact with { AlikeToo = true }, "Broken", "60 km/h"),
        ["perhaps a van taken for a truck"] = (At("entry", 10, user: RoadUser.Truck), At("exit", 28.1, user: RoadUser.Truck),
            Road with { Parts = [[Part(400_000, 80), Part(400_000, 60, 0, RoadUser.Truck)]] }, Exact, "Kept", "within"),
        ["once taken for a car"] = (At("entry", 10, user: RoadUser.Truck), At("exit", 28.1),
            Road with { Parts = [[Part(400_000, 80), Part(400_000, 60, 0, RoadUser.Truck)]] }, Exact, "Kept", "within"),
        ["a class without a limit"] = (At("entry", 10), At("exit", 20), Road with { Parts = [[Part(400_000, 60, 0, RoadUser.Truck)]] }, Exact, "Undecided", "no limit"),
        ["front here and rear there"] = (At("entry", 10, rear: false), At("exit", 27.2), Road, Exact, "Kept", "within"),
        ["front here and rear there, much too fast"] = (At("entry", 10, rear: false), At("exit", 26), Road, Exact, "Broken", "on average"),
        // 200 m at 30 (24 s) and 800 m at 90 (32 s), less 18.75 m at 30 (2.25 s): 53.75 s
        ["front here and rear there, the slow part shorter by the vehicle"] = (At("entry", 10), At("exit", 63.75, rear: false), Road with { Parts = [[Part(200_000, 30)], [Part(800_000, 90)]] }, Exact, "Kept", "within"),
        ["front here and rear there, a microsecond sooner"] = (At("entry", 10), At("exit", 63.749999, rear: false), Road with { Parts = [[Part(200_000, 30)], [Part(800_000, 90)]] }, Exact, "Broken", "on average"),
        ["front here and rear there, a section shorter than a lorry"] = (At("entry", 10), At("exit", 11, rear: false), Road with { Parts = [[Part(10_000, 30)]] }, Exact with { Tolerance = Speed.FromKmh(10) }, "Kept", "within"),
        ["plate not read at the exit"] = (At("entry", 10), At("exit", 20, plate: null), Road, Exact, "Kept", "not accepted"),
        ["plates differ by a character"] = (At("entry", 10), At("exit", 20, plate: "404OVR03"), Road, Exact, "Kept", "two vehicles"),
        ["a crossing in doubt"] = (At("entry", 10), At("exit", 20, doubt: "frames are missing"), Road, Exact, "Undecided", "at the exit"),
        ["another camera"] = (At("other", 10), At("exit", 20), Road, Exact, "Kept", "not the cameras"),
        ["back again"] = (At("entry", 10), At("exit", 5), Road, Exact, "Kept", "exit first"),
        ["a clock gone wrong"] = (At("entry", 10), At("exit", 13), Road, Exact, "Undecided", "clock"),
        ["survey expired"] = (At("entry", 10), At("exit", 20), Road with { ValidUntil = DateTimeOffset.UnixEpoch.AddSeconds(15) }, Exact, "Undecided", "expired"),
        ["survey not yet in force"] = (At("entry", 10), At("exit", 20), Road with { ValidFrom = DateTimeOffset.UnixEpoch.AddSeconds(15) }, Exact, "Undecided", "not in force"),
        ["no parts"] = (At("entry", 10), At("exit", 20), Road with { Parts = [] }, Exact, "Undecided", "no parts"),
    };

    public static TheoryData<string> Words => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Words))]
    public void Two_gates_in_words_get_their_verdict(string words)
    {
        var (entry, exit, section, settings, verdict, why) = Cases[words];
        var found = AverageSpeed.Judge(entry, exit, section, settings);
        Assert.True(found.GetType().Name == verdict && found.Why.Contains(why, StringComparison.Ordinal), $"{words}: {found.GetType().Name}, {found.Why}");
    }

    [Fact]
    public void Nobody_who_kept_to_the_limit_is_accused_whatever_the_errors() =>
        Gen.Select(Gen.Long[50_000, 20_000_000], Gen.Int[20, 130], Gen.Double[0, 0.5], Gen.Double[-1, 1], Gen.Double[-1, 1]).Sample((mm, kmh, error, a, b) =>
        {
            // the true time is the lawful one; each camera's instant and clock are off by as much as stated at most
            var s = 100 + (mm / 1e6 / kmh * 3600);
            var section = Road with { Parts = [[Part(mm, kmh)]] };
            var (entry, exit) = (At("entry", 100 + (a * error), error: error), At("exit", s + 1e-6 + (b * error), error: error));
            return AverageSpeed.Judge(entry, exit, section, Exact) is Verdict.Kept;
        }, iter: 500, threads: 1);

    // it crosses the gate 2.6 s after 12:00:00
    [Theory]
    [InlineData(null, null)]
    [InlineData("2026-11-24T12:00:03Z", null)]
    [InlineData("2026-11-24T12:00:02Z", "the verification of the device has lapsed")]
    public void A_gate_of_a_device_whose_verification_did_not_hold_is_in_doubt(string? until, string? doubt)
    {
        var facts = Drive.Along((0, 250, 460), (4, 250, 60)).Facts();
        var verified = until is null ? null : new DeviceVerification("12", "example", null, DateTimeOffset.Parse(until, CultureInfo.InvariantCulture));
        var scene = facts.Scene with { Camera = facts.Scene.Camera with { Verification = verified }, Lines = [new("gate", LineKind.Count, [new(150, 200), new(450, 200)], [], null)] };
        Assert.Equal(doubt, Assert.Single(GateCrossing.All(facts with { Scene = scene })).Doubt);
    }

    [Fact]
    public void Settings_come_by_name_and_within_bounds()
    {
        Assert.Equal(new AverageSpeedSettings(Speed.FromKmh(5), 40_000, Speed.FromKmh(250), AlikeToo: false), AverageSpeedSettings.From(Drive.Rule("average-speed", ("tolerance_kmh", 5), ("clock_error_ms", 40))));
        Assert.Throws<ArgumentException>(() => AverageSpeedSettings.From(Drive.Rule("average-speed", ("clock_error_ms", 0))));
    }
}
