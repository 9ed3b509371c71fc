using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

/// <summary>
/// A drive in words: waypoints (seconds, x, y of the contact), a box, trembling, and a street to drive in. The street: a 640x480
/// picture, lane "up" (x 200–300) lawful upwards, lane "down" (x 300–400) lawful downwards, stop line "stop" across "up" at y 300,
/// entry line "entry" (where asked) at y 220, solid line at x 300, no-stopping zone around (250, 400).
/// </summary>
internal sealed record Drive((double S, double X, double Y)[] Way)
{
    public double Fps { get; init; } = 25;
    public double Width { get; init; } = 40;
    public double Height { get; init; } = 40;
    public double TremblePx { get; init; }
    /// <summary>How many times as large the box is in the first half as it should be, falling to once: ill seen.</summary>
    public double Swells { get; init; } = 1;
    public int Seed { get; init; } = 1;
    public RoadUser Class { get; init; } = RoadUser.Car;
    public string? Lane { get; init; } = "up";
    /// <summary>Frames without a detection.</summary>
    public Func<double, bool> Unseen { get; init; } = _ => false;
    /// <summary>Of these, those in which the picture of its place says that it stands there.</summary>
    public Func<double, bool> Held { get; init; } = _ => false;
    /// <summary>Frames for which the finished track has no point.</summary>
    public Func<double, bool> Absent { get; init; } = _ => false;
    /// <summary>How many times as large the box is.</summary>
    public Func<double, double> Scale { get; init; } = _ => 1;
    public (SignalState State, double FromS)[] Signal { get; init; } = [(SignalState.Red, 0)];
    /// <summary>What a green arrow to the left beside the signal shows; empty: there is none.</summary>
    public (SignalState State, double FromS)[] ArrowLeft { get; init; } = [];
    public double ArrowConfidence { get; init; } = 0.95;
    public long SwitchErrorUs { get; init; } = 20_000;
    public double SignalConfidence { get; init; } = 0.95;
    public double SignalUntilS { get; init; } = 1000;
    public long ShiftSignalUs { get; init; }
    public (double FromS, double ToS)[] Gaps { get; init; } = [];
    public TimeQuality Time { get; init; } = TimeQuality.Exact;
    public bool Entry { get; init; }
    public SpeedReading? Speed { get; init; }
    /// <summary>In what two methods of measuring contradict each other.</summary>
    public string? SpeedDoubt { get; init; }
    public (double FromS, double UntilS)? MeasuredS { get; init; }
    public DateTimeOffset? Hour { get; init; } = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public ImmutableArray<SpeedLimit> Limits { get; init; } = [];
    public IRoadPlane? Plane { get; init; }
    /// <summary>Classes for which the lane "up" is reserved; empty = none.</summary>
    public ImmutableArray<RoadUser> Only { get; init; } = [];
    /// <summary>A further no-stopping zone on the kerb, left of "up": x 100–200, y 360–450.</summary>
    public bool Kerb { get; init; }
    /// <summary>A hard shoulder left of "up" in which no vehicle may drive: x 100–200.</summary>
    public bool Shoulder { get; init; }
    /// <summary>A line upright at x 190, left of "up", that who comes in "up" may not cross: turning left.</summary>
    public bool NoTurn { get; init; }

    public static Drive Along(params (double S, double X, double Y)[] way) => new(way);

    public PassageFacts Facts(params RuleSetting[] rules)
    {
        var random = new Random(Seed);
        double Tremble() => TremblePx * ((2 * random.NextDouble()) - 1);
        var offset = Hour is { } hour ? (long?)((hour - DateTimeOffset.UnixEpoch).Ticks / 10) : null;
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var frame = (long)Math.Ceiling(Way[0].S * Fps); frame <= Way[^1].S * Fps; frame++)
        {
            var s = frame / Fps;
            if (Absent(s)) continue;
            var (x, y) = At(s);
            (x, y) = (x + Tremble(), y + Tremble());
            var swell = Math.Max(1, Swells + ((1 - Swells) * 2 * (s - Way[0].S) / (Way[^1].S - Way[0].S)));
            var (width, height) = (Width * swell * Scale(s), Height * Scale(s));
            var box = new PixelBox(x - (width / 2), y - height, width, height);
            points.Add(new(frame, new((long)(s * 1e6), null, offset, Time), box, Unseen(s) ? null : box, Unseen(s) ? 0 : 0.9f) { Held = Unseen(s) && Held(s) });
        }
        var track = new Track(1, Class, points.ToImmutable());
        var signal = new SignalTimeline("main", "picture",
            [.. Signal.Select(p => new SignalPhase(p.State, (long)(p.FromS * 1e6) + ShiftSignalUs, SwitchErrorUs, SignalConfidence))], (long)(SignalUntilS * 1e6));
        var arrow = new SignalTimeline("main/left", "picture",
            [.. ArrowLeft.Select(p => new SignalPhase(p.State, (long)(p.FromS * 1e6), SwitchErrorUs, ArrowConfidence))], (long)(SignalUntilS * 1e6));
        return new(new("p1", 1, Class, track.First.Time, track.Last.Time, Lane, "along", Speed, Speed is null ? "no survey" : null),
            track, Street(rules), Plane, ImmutableDictionary<string, SignalTimeline>.Empty.Add("main", signal).Add("main/left", arrow),
            [.. Gaps.Select(g => ((long)(g.FromS * 1e6), (long)(g.ToS * 1e6)))], Time)
        {
            Measured = MeasuredS is { } measured ? ((long)(measured.FromS * 1e6), (long)(measured.UntilS * 1e6)) : null,
            SpeedDoubt = SpeedDoubt,
        };
    }

    public static RuleSetting Rule(string id, params (string Name, decimal Value)[] values) =>
        new(id, null, values.ToImmutableSortedDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));

    private Scene Street(RuleSetting[] rules) => new("street", "", new("c", 640, 480, null, null), null,
        new("survey", "test", null, null, [], []),
        [
            new("up", new([new(200, 0), new(300, 0), new(300, 480), new(200, 480)]), new(250, 460), new(250, 20), Only),
            new("down", new([new(300, 0), new(400, 0), new(400, 480), new(300, 480)]), new(350, 20), new(350, 460), []),
        ],
        [
            new("stop", LineKind.Stop, [new(200, 300), new(300, 300)], ["up"], "main"),
            new("solid", LineKind.Solid, [new(300, 60), new(300, 440)], [], null),
            .. NoTurn ? [new SceneLine("left", LineKind.NoTurn, [new(190, 60), new(190, 290)], ["up"], null)] : ImmutableArray<SceneLine>.Empty,
            .. Entry ? [new SceneLine("entry", LineKind.Entry, [new(200, 220), new(300, 220)], ["up"], null)] : ImmutableArray<SceneLine>.Empty,
        ],
        [
            new("bus-stop", ZoneKind.NoStopping, new([new(200, 360), new(300, 360), new(300, 450), new(200, 450)])),
            .. Shoulder ? [new Zone("shoulder", ZoneKind.NoDriving, new([new(100, 0), new(200, 0), new(200, 480), new(100, 480)]))] : ImmutableArray<Zone>.Empty,
            .. Kerb ? [new Zone("kerb", ZoneKind.NoStopping, new([new(100, 360), new(200, 360), new(200, 450), new(100, 450)]))] : ImmutableArray<Zone>.Empty,
        ],
        [new("main", new(600, 10, 9, 9), null, new(600, 30, 9, 9)) { ArrowLeft = ArrowLeft.Length > 0 ? new(590, 30, 9, 9) : null }], Limits, [.. rules]);

    private (double X, double Y) At(double s)
    {
        var i = Array.FindLastIndex(Way, w => w.S <= s);
        if (i < 0) return (Way[0].X, Way[0].Y);
        if (i == Way.Length - 1) return (Way[i].X, Way[i].Y);
        var (a, b) = (Way[i], Way[i + 1]);
        var part = (s - a.S) / (b.S - a.S);
        return (a.X + (part * (b.X - a.X)), a.Y + (part * (b.Y - a.Y)));
    }
}
