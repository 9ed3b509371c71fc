using CsCheck;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

public sealed class RedLightTests
{
    // at 100 px/s from y 460 upwards the contact is at the stop line (300) at 1.6 s; the red has been on since 0
    private static readonly Drive Straight = Drive.Along((0, 250, 460), (4, 250, 60));

    internal static readonly Dictionary<string, (Drive Drive, string Verdict, string Why)> Cases = new()
    {
        ["drives straight through red"] = (Straight, "Broken", "1.6 s after"),
        ["drives through red, six frames a second"] = (Straight with { Fps = 6 }, "Broken", "drove on"),
        ["drives through red, trembling box"] = (Straight with { TremblePx = 3 }, "Broken", "drove on"),
        ["drives through green"] = (Straight with { Signal = [(SignalState.Green, 0)] }, "Kept", "not red"),
        ["drives through yellow, red just after"] = (Straight with { Signal = [(SignalState.Yellow, 0), (SignalState.Red, 2)] }, "Kept", "not red"),
        ["red for less than the grace time"] = (Straight with { Signal = [(SignalState.Yellow, 0), (SignalState.Red, 1.4)] }, "Kept", "grace"),
        ["red about as long as the grace time"] = (Straight with { Signal = [(SignalState.Yellow, 0), (SignalState.Red, 1.1)] }, "Undecided", "grace"),
        ["red longer than the grace time"] = (Straight with { Signal = [(SignalState.Yellow, 0), (SignalState.Red, 0.5)] }, "Broken", "1.1 s after"),
        ["its rear is over long enough after red began, its front was not"] = (Straight with { Signal = [(SignalState.Yellow, 0), (SignalState.Red, 0.9)] }, "Undecided", "grace"),
        ["a long one: its front passed at yellow"] = (Straight with { Height = 90, Signal = [(SignalState.Yellow, 0), (SignalState.Red, 0.9)] }, "Undecided", "switched while it crossed"),
        ["a long one, red long enough for its front too"] = (Straight with { Height = 90, Signal = [(SignalState.Yellow, -9), (SignalState.Red, 0)] }, "Broken", "drove on"),
        ["a short one by metres"] = (Straight with { Class = RoadUser.Motorcycle, Plane = new RuleTests.FlatRoad(10), Signal = [(SignalState.Yellow, 0), (SignalState.Red, 0.75)] }, "Broken", "drove on"),
        ["the same without metres"] = (Straight with { Class = RoadUser.Motorcycle, Signal = [(SignalState.Yellow, 0), (SignalState.Red, 0.75)] }, "Undecided", "grace"),
        ["first seen with its front over the line"] = (Drive.Along((0, 250, 330), (3, 250, 60)) with { Signal = [(SignalState.Red, -9)] }, "Undecided", "seen whole"),
        ["its box is back before the line for a moment and crosses once more"] = (Drive.Along((0, 250, 460), (2, 250, 260), (2.2, 250, 330), (2.5, 250, 330), (4, 250, 60)) with { Signal = [(SignalState.Red, -9)] }, "Undecided", "twice"),
        ["drives back behind the line and waits there for green"] = (Drive.Along((0, 250, 460), (2, 250, 270), (5, 250, 340), (9, 250, 340), (11, 250, 60)) with { Signal = [(SignalState.Red, -9), (SignalState.Green, 8)] }, "Kept", "not red"),
        ["waits with its front over the line"] = (Drive.Along((0, 250, 460), (1.5, 250, 320), (6, 250, 320), (8, 250, 80)) with { Signal = [(SignalState.Yellow, -9), (SignalState.Red, 0.5)] }, "Broken", "drove on"),
        ["waited with its front over the line since yellow"] = (Drive.Along((0, 250, 460), (1.5, 250, 320), (6, 250, 320), (8, 250, 80)) with { Signal = [(SignalState.Yellow, -9), (SignalState.Red, 3)] }, "Undecided", "switched while"),
        ["waits, and its track goes on with one that crosses behind it"] = (Drive.Along((0, 250, 460), (2, 250, 330), (6, 250, 330), (7, 250, 100)) with { Plane = new RuleTests.FlatRoad(10), Signal = [(SignalState.Red, -9)] }, "Undecided", "two vehicles in one track"),
        ["stops behind the line, and its track goes on with one that crosses there"] = (Drive.Along((0, 250, 460), (1.8, 250, 280), (6, 250, 280), (7, 250, 50)) with { Plane = new RuleTests.FlatRoad(10), Signal = [(SignalState.Red, -9)] }, "Undecided", "two vehicles in one track"),
        ["stops behind the line and starts as a vehicle does"] = (Drive.Along((0, 250, 460), (1.8, 250, 280), (6, 250, 280), (11, 250, 50)) with { Plane = new RuleTests.FlatRoad(10), Signal = [(SignalState.Red, -9)] }, "Broken", "drove on"),
        ["frames missing at the entry line only"] = (Straight with { Entry = true, Gaps = [(2.38, 2.42)] }, "Undecided", "missing"),
        ["the same way at the pace of a vehicle that starts"] = (Drive.Along((0, 250, 460), (2, 250, 330), (6, 250, 330), (11, 250, 100)) with { Plane = new RuleTests.FlatRoad(10), Signal = [(SignalState.Red, -9)] }, "Broken", "drove on"),
        ["no state is sure enough"] = (Straight with { SignalConfidence = 0.4 }, "Undecided", "not known"),
        ["no signal was read at all"] = (Straight with { Signal = [] }, "Undecided", "not watched"),
        ["the head was watched only until before the line"] = (Straight with { SignalUntilS = 1.5 }, "Undecided", "not watched"),
        ["grace of nothing, red began with the crossing"] = (Straight with { Signal = [(SignalState.Green, 0), (SignalState.Red, 1.61)] }, "Kept", "grace"),
        ["switch not known to half a second"] = (Straight with { Signal = [(SignalState.Yellow, 0), (SignalState.Red, 0.5)], SwitchErrorUs = 500_000 }, "Undecided", "grace"),
        ["green within the error"] = (Straight with { Signal = [(SignalState.Red, 0), (SignalState.Green, 1.62)] }, "Undecided", "switched"),
        ["red with yellow"] = (Straight with { Signal = [(SignalState.Red, -9), (SignalState.RedYellow, 0.5), (SignalState.Green, 9)] }, "Broken", "drove on"),
        ["signal not readable"] = (Straight with { Signal = [(SignalState.Unknown, 0)] }, "Undecided", "not known"),
        ["signal dark for a moment at the line"] = (Straight with { Signal = [(SignalState.Red, 0), (SignalState.Unknown, 1.5), (SignalState.Red, 1.7)] }, "Undecided", "not known"),
        ["first seen behind the line"] = (Drive.Along((0, 250, 295), (2, 250, 60)), "Kept", "crossed no"),
        ["stops before the line"] = (Drive.Along((0, 250, 460), (1.5, 250, 310), (9, 250, 310)) with { TremblePx = 3 }, "Kept", "crossed no"),
        ["stops on the line, trembling"] = (Drive.Along((0, 250, 460), (1.6, 250, 300), (9, 250, 300)) with { TremblePx = 3 }, "Kept", "crossed no"),
        ["stops a little behind the line"] = (Drive.Along((0, 250, 460), (1.8, 250, 280), (9, 250, 280)), "Kept", "stopped behind"),
        ["stops behind the line, goes on at green"] = (Drive.Along((0, 250, 460), (1.8, 250, 280), (6, 250, 280), (8, 250, 80)) with { Signal = [(SignalState.Red, 0), (SignalState.Green, 5.5)] }, "Kept", "after the red"),
        ["waits, then goes on at red"] = (Drive.Along((0, 250, 460), (1.5, 250, 310), (6, 250, 310), (8, 250, 80)), "Broken", "drove on"),
        ["was inside when red began"] = (Straight with { Signal = [(SignalState.Green, 0), (SignalState.Red, 1.8)] }, "Kept", "not red"),
        ["comes the other way"] = (Drive.Along((0, 250, 60), (4, 250, 460)), "Kept", "crossed no"),
        ["drives in the other lane"] = (Drive.Along((0, 350, 460), (4, 350, 60)) with { Lane = "down" }, "Kept", "crossed no"),
        ["walks across along the line"] = (Drive.Along((0, 205, 310), (4, 295, 285)), "Kept", "crossed no"),
        ["lost right behind the line"] = (Drive.Along((0, 250, 460), (1.85, 250, 275)), "Undecided", "lost"),
        ["frames missing at the line"] = (Straight with { Gaps = [(1.55, 1.6)] }, "Undecided", "missing"),
        ["frames missing behind the line"] = (Straight with { Gaps = [(1.8, 1.85)] }, "Undecided", "missing"),
        ["not detected around the line"] = (Straight with { Unseen = s => s is > 1.2 and < 2.2 }, "Undecided", "not seen"),
        ["detected in every third frame only"] = (Straight with { Unseen = s => (int)(s * 25) % 3 != 0 }, "Undecided", "too few"),
        ["entry line crossed"] = (Straight with { Entry = true }, "Broken", "drove on"),
        ["stops before the entry line"] = (Drive.Along((0, 250, 460), (2.2, 250, 240), (9, 250, 240)) with { Entry = true }, "Kept", "did not drive on"),
        ["turns left at a lit arrow"] = (Left with { ArrowLeft = [(SignalState.Green, -9)] }, "Kept", "the green arrow main/left was lit"),
        ["turns left at a lit arrow and then right"] = (Left with { Way = [.. Left.Way, (5.5, 75, 100)], ArrowLeft = [(SignalState.Green, -9)] }, "Kept", "main/left"),
        ["turns left at a lit arrow and then into a yard"] = (Left with { Way = [.. Left.Way, (5.5, 70, 160)], ArrowLeft = [(SignalState.Green, -9)] }, "Kept", "main/left"),
        ["turns left far behind the junction, the arrow lit"] = (Drive.Along((0, 250, 460), (3.3, 250, 130), (4.9, 90, 120)) with { Plane = new RuleTests.FlatRoad(5), Signal = [(SignalState.Red, -9)], ArrowLeft = [(SignalState.Green, -9)] }, "Undecided", "which way it took"),
        ["turns left after the arrow went out"] = (Left with { ArrowLeft = [(SignalState.Green, -9), (SignalState.Off, 0.2)] }, "Broken", "drove on"),
        ["turns left just after the arrow went out"] = (Left with { ArrowLeft = [(SignalState.Green, -9), (SignalState.Off, 1.4)] }, "Kept", "main/left"),
        ["waits behind the line for the arrow"] = (Waiting with { ArrowLeft = [(SignalState.Off, -9), (SignalState.Green, 9)] }, "Kept", "only at a green arrow"),
        ["waits behind the line and turns at a dark arrow"] = (Waiting with { ArrowLeft = [(SignalState.Off, -9), (SignalState.Green, 30)] }, "Broken", "drove on"),
        ["waits behind the line for the arrow and goes straight on"] = (Waiting with { Way = [.. Waiting.Way[..5], (12, 250, 280), (13.5, 250, 250), (16, 250, 170), (19, 250, 60)], ArrowLeft = [(SignalState.Off, -9), (SignalState.Green, 9)] }, "Broken", "drove on"),
        ["the arrow lights while it turns"] = (Left with { ArrowLeft = [(SignalState.Off, -9), (SignalState.Green, 1.72)] }, "Undecided", "may have been lit"),
        ["turns left, the arrow not readable"] = (Left with { ArrowLeft = [(SignalState.Unknown, -9)] }, "Undecided", "whether the arrow"),
        ["turns left, the arrow not surely dark"] = (Left with { ArrowLeft = [(SignalState.Off, -9)], ArrowConfidence = 0.4 }, "Undecided", "whether the arrow"),
        ["turns right at an arrow to the left"] = (Drive.Along((0, 250, 460), (2, 250, 260), (4, 420, 240)) with { Plane = new RuleTests.FlatRoad(5), Signal = [(SignalState.Red, -9)], ArrowLeft = [(SignalState.Green, -9)] }, "Broken", "drove on"),
        ["goes straight on at an arrow to the left"] = (Straight with { Plane = new RuleTests.FlatRoad(5), Signal = [(SignalState.Red, -9)], ArrowLeft = [(SignalState.Green, -9)] }, "Broken", "drove on"),
        ["is lost before it is seen to turn, the arrow lit"] = (Drive.Along((0, 250, 460), (2.4, 250, 220)) with { Plane = new RuleTests.FlatRoad(5), Signal = [(SignalState.Red, -9)], ArrowLeft = [(SignalState.Green, -9)] }, "Undecided", "which way it took"),
        ["no survey to tell its way by, the arrow lit"] = (Left with { Plane = null, ArrowLeft = [(SignalState.Green, -9)] }, "Undecided", "which way it took"),
        ["no survey, the arrow dark"] = (Left with { Plane = null, ArrowLeft = [(SignalState.Off, -9)] }, "Broken", "drove on"),
        ["turns left at a lit arrow, the survey's x to the left"] = (Left with { Plane = new Mirrored(5), ArrowLeft = [(SignalState.Green, -9)] }, "Kept", "main/left"),
        ["time stamps jump"] = (Straight with { Time = TimeQuality.Broken }, "Undecided", "jump"),
        ["time stamps made up, long red"] = (Straight with { Time = TimeQuality.Synthetic }, "Broken", "drove on"),
        ["time stamps made up, short red"] = (Straight with { Time = TimeQuality.Synthetic, Signal = [(SignalState.Yellow, 0), (SignalState.Red, 0.8)] }, "Kept", "grace"),
    };

    private static Drive Left => Drive.Along((0, 250, 460), (2, 250, 260), (4, 80, 240)) with { Plane = new RuleTests.FlatRoad(5), Signal = [(SignalState.Red, -9)] };

    private static Drive Waiting => Drive.Along(
        (0, 250, 460), (3, 250, 330), (4.5, 250, 296), (5.5, 250, 289), (11, 250, 289), (12, 243, 283), (13.5, 215, 268), (15.5, 150, 250), (17.5, 70, 240)) with { Plane = new RuleTests.FlatRoad(5), Signal = [(SignalState.Red, -9)] };

    public static TheoryData<string> Words => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_drive_in_words_gets_its_verdict(string words)
    {
        var (drive, verdict, why) = Cases[words];
        var found = Judge(drive);
        Assert.True(found.GetType().Name == verdict && found.Why.Contains(why, StringComparison.Ordinal), $"{words}: {found.GetType().Name}, {found.Why}");
    }

    [Fact]
    public void A_broken_verdict_carries_instant_error_and_frames_before_at_and_after()
    {
        var broken = Assert.IsType<Verdict.Broken>(Judge(Straight));
        Assert.InRange(broken.AtUs, 1_590_000, 1_610_000);
        Assert.Equal("0", broken.Facts["red_since_us"]);
        Assert.Equal("500000", broken.Facts["grace_us"]);
        Assert.InRange(long.Parse(broken.Facts["crossing_error_us"]), 20_000, 120_000);
        Assert.True(broken.KeyTimesUs is [var before, var at, var after] && before < broken.AtUs && at >= broken.AtUs && after > at);
        var frames = Straight.Facts().Track.Points.Select(p => p.Time.MediaUs).ToHashSet();
        Assert.All(broken.KeyTimesUs, t => Assert.Contains(t, frames));
    }

    [Fact]
    public void Trembling_at_the_line_never_breaks_the_law() =>
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Double[300, 312], Gen.Double[0, 3.9]).Sample((seed, y, tremble) =>
            Judge(Drive.Along((0, 250, 460), (2, 250, y), (12, 250, y)) with { Seed = seed, TremblePx = tremble }) is not Verdict.Broken,
            iter: 150, threads: 1);

    [Fact]
    public void Shifting_the_signal_within_its_error_never_turns_kept_into_broken() =>
        Gen.Select(Gen.Double[0, 2.5], Gen.Double[0, 3.5], Gen.Long[0, 300_000], Gen.Double[-1, 1]).Sample((red, green, error, part) =>
        {
            var drive = Straight with
            {
                Signal = [(SignalState.Green, -9), (SignalState.Red, red), (SignalState.Green, red + green)], SwitchErrorUs = error,
            };
            return Judge(drive) is not Verdict.Kept || Judge(drive with { ShiftSignalUs = (long)(part * error) }) is not Verdict.Broken;
        }, iter: 300, threads: 1);

    [Theory]
    [InlineData(true, "Broken", "drove on")]
    [InlineData(false, "Undecided", "lawful")]
    public void A_line_whose_lanes_have_no_arrow_takes_its_way_from_the_entry_line(bool entry, string verdict, string why)
    {
        // as where riders pass a stop line at its end, in the oncoming half: the lane they drive in points the other way
        var facts = (Straight with { Entry = entry, Lane = "down" }).Facts();
        var scene = facts.Scene with { Lanes = [.. facts.Scene.Lanes.Select(l => l.Id == "up" ? l with { From = null, To = null } : l)] };
        var found = RedLight.Judge(facts with { Scene = scene }, RedLightSettings.From(Drive.Rule("red-light")));
        Assert.True(found.GetType().Name == verdict && found.Why.Contains(why, StringComparison.Ordinal), found.Why);
    }

    [Fact]
    public void Who_turned_left_at_a_lit_arrow_may_wait_far_away_however_the_box_trembles() =>
        Assert.All(Enumerable.Range(1, 40), seed => Assert.All((double[])[3, 4, 5], tremble => Assert.IsNotType<Verdict.Broken>(Judge(Left with
        {
            Way = [.. Left.Way, (9, 80, 240)], Plane = new RuleTests.FlatRoad(1.5), Fps = 8, TremblePx = tremble, Seed = seed, ArrowLeft = [(SignalState.Green, -9)],
        }))));

    [Fact]
    public void Any_entry_line_of_the_signal_counts()
    {
        var facts = (Straight with { Entry = true }).Facts();
        var aside = facts.Scene.Lines.Select(l => l.Id == "entry" ? l with { Lanes = ["down"], Signal = "main" } : l);
        var found = RedLight.Judge(facts with { Scene = facts.Scene with { Lines = [.. aside] } }, RedLightSettings.From(Drive.Rule("red-light")));
        Assert.Equal("line entry", Assert.IsType<Verdict.Broken>(found).Facts["went_on_by"]);
    }

    private sealed record Mirrored(double PixelsAMetre) : IRoadPlane
    {
        public bool TryRoad(RawPixel pixel, out RoadPoint road)
        {
            road = new(-pixel.X / PixelsAMetre, -pixel.Y / PixelsAMetre);
            return true;
        }

        public bool TryPixel(RoadPoint road, out RawPixel pixel)
        {
            pixel = new(-road.X * PixelsAMetre, -road.Y * PixelsAMetre);
            return true;
        }

        public double PixelsPerMetre(RawPixel pixel) => PixelsAMetre;
    }

    private static Verdict Judge(Drive drive) => RedLight.Judge(drive.Facts(), RedLightSettings.From(Drive.Rule("red-light")));
}
