using System.Globalization;
using Qyran.Domain.Signals;

namespace Qyran.Tests.Vision.Signals;

/// <summary>What an arrow beside a head shows, in words, against what is read of it; with ? where no rule may believe it.</summary>
public sealed class ArrowReaderTests
{
    private const double LeastBelieved = 0.5; // what the red-light rule asks for
    private static readonly PaintedHead Daylight = new() { HasArrow = true };
    private static readonly PaintedHead AtNight = Daylight with { Day = 0.01, Lit = 8, Glow = 0.08, Noise = 3 };
    private static readonly PaintedHead SmallAtNight = AtNight with { Fps = 8, Lamp = 4, Blur = 1 };

    // the arrow is lit while the head is red, once, and once more
    private static string Cycle(double s) => s < 4 ? "RA" : s < 8 ? "R" : s < 11 ? "G" : s < 14 ? "RA" : "R";

    private static string WithGreen(double s) => s % 8 < 4 ? "GA" : "R";

    private static readonly Dictionary<string, (PaintedHead Head, double Seconds, Func<double, string> Lamps, string Expected)> Cases = new()
    {
        ["by day"] = (Daylight, 17, Cycle, "Green 0, Off 4, Green 11, Off 14"),
        ["at night, dazzling"] = (AtNight, 17, Cycle, "Green 0, Off 4, Green 11, Off 14"),
        ["six frames a second"] = (Daylight with { Fps = 6 }, 17, Cycle, "Green 0, Off 4, Green 11, Off 14"),
        ["lamps four pixels wide, blurred"] = (Daylight with { Lamp = 4, Blur = 1 }, 17, Cycle, "Green 0, Off 4, Green 11, Off 14"),
        ["the sun on the lenses"] = (Daylight with { Day = 2, Lens = 0.12 }, 17, Cycle, "Green 0, Off 4, Green 11, Off 14"),
        ["it blinks before it goes out"] = (Daylight, 12, s => s < 4 ? "RA" : s < 7 ? (s % 1 < 0.5 ? "R" : "RA") : "R", "Green 0, Off 7"),
        ["never lit"] = (Daylight, 8, _ => "R", "Off? 0"),
        ["never lit, the head green"] = (Daylight, 8, s => s < 4 ? "R" : "G", "Off? 0"),
        ["never lit, the head green at night"] = (SmallAtNight with { Lit = 8, Glow = 0.1 }, 16, s => s % 8 < 4 ? "R" : "G", "Off? 0"),
        ["never lit, the head green at night, its glow as bright as an arrow"] = (SmallAtNight with { Lit = 30, Glow = 0.2 }, 16, s => s % 8 < 4 ? "R" : "G", "Off? 0"),
        ["lit together with the green"] = (Daylight, 16, WithGreen, "Green 0, Off 4, Green 8, Off 12"),
        ["lit together with the green, six frames a second"] = (Daylight with { Fps = 6 }, 16, WithGreen, "Green 0, Off 4, Green 8, Off 12"),
        ["lit together with the green, at night"] = (AtNight, 16, WithGreen, "Green 0, Off 4, Green 8, Off 12"),
        ["lit together with the green, whose glow is as bright as an arrow"] = (SmallAtNight with { Lit = 30, Glow = 0.2 }, 16, WithGreen, "Off? 0"),
        ["lit together with the green of a head without yellow"] = (Daylight with { HasYellow = false }, 16, WithGreen, "Off? 0"),
        ["something dark comes before the arrow"] = (Daylight with { ArrowCover = s => s < 6 ? null : (0.001, 0.001, 0.001), Lens = 0.12 }, 10, s => s < 3 ? "RA" : "R", "Green 0, Off 3, Unknown 6"),
        ["something bright comes before the arrow"] = (Daylight with { ArrowCover = s => s < 6 ? null : (0.7, 0.7, 0.7) }, 10, s => s < 3 ? "RA" : "R", "Green 0, Off 3, Unknown 6"),
    };

    public static TheoryData<string> Words => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Words))]
    public void An_arrow_in_words_is_read(string words)
    {
        var (head, seconds, lamps, expected) = Cases[words];
        var all = head.ShowAll(seconds, lamps);
        Assert.Equal(["main", "main/left"], all.Select(t => t.Head));
        var read = all[1];
        var said = string.Join(", ", read.Phases.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.State} {p.FromUs / 1e6:0.##}±{p.ErrorUs / 1e6:0.###} ({p.Confidence:0.00})")));
        var phases = expected.Split(", ").Select(e => e.Split(' ')).ToArray();
        Assert.True(phases.Select(p => p[0].TrimEnd('?')).SequenceEqual(read.Phases.Select(p => p.State.ToString())), said);
        for (var i = 0; i < phases.Length; i++)
        {
            var truth = (long)(double.Parse(phases[i][1], CultureInfo.InvariantCulture) * 1e6);
            Assert.True(Math.Abs(read.Phases[i].FromUs - truth) <= read.Phases[i].ErrorUs + 1, $"phase {i} of {said}");
            if (read.Phases[i].State is not SignalState.Unknown) Assert.True(read.Phases[i].Confidence >= LeastBelieved != phases[i][0].EndsWith('?'), said);
        }
    }

    [Fact]
    public void The_head_is_read_beside_a_lit_arrow() =>
        Assert.Equal(["Red", "Green", "Red"], Daylight.Show(17, Cycle).Phases.Select(p => p.State.ToString()));
}
