using System.Globalization;
using CsCheck;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Units;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

public sealed class RuleTests
{
    private static readonly Drive Up = Drive.Along((0, 250, 460), (4, 250, 60));
    private static readonly SpeedLimit Town = new(Speed.FromKmh(60), [], [], "town", null, null, null);

    private static Drive Fast(decimal kmh, decimal error, params SpeedLimit[] limits) =>
        Up with { Speed = new(Speed.FromKmh(kmh), Speed.FromKmh(error), "survey"), Limits = [.. limits] };

    private static readonly Dictionary<string, (string Rule, Drive Drive, string Verdict, string Why)> Cases = new()
    {
        ["no reading"] = ("speeding", Up with { Limits = [Town] }, "Kept", "no valid reading: no survey"),
        ["two methods that contradict each other"] = ("speeding", Up with { Limits = [Town], SpeedDoubt = "the two methods disagree" }, "Undecided", "the two methods disagree"),
        ["within the limit"] = ("speeding", Fast(59, 1, Town), "Kept", "within"),
        ["above by less than the error"] = ("speeding", Fast(62, 2.5m, Town), "Kept", "within"),
        ["above by exactly the error"] = ("speeding", Fast(62, 2, Town), "Kept", "within"),
        ["above by a hair more than the error"] = ("speeding", Fast(62.000001m, 2, Town), "Broken", "60 km/h are allowed"),
        ["no limit"] = ("speeding", Fast(90, 2), "Undecided", "no limit"),
        ["truck limit, a car"] = ("speeding", Fast(62, 1, Town with { Limit = Speed.FromKmh(70) }, Town with { Limit = Speed.FromKmh(50), Classes = [RoadUser.Truck] }), "Kept", "within"),
        ["truck limit, perhaps a van taken for a truck"] = ("speeding", Fast(62, 1, Town with { Limit = Speed.FromKmh(70) }, Town with { Limit = Speed.FromKmh(50), Classes = [RoadUser.Truck] }) with { Class = RoadUser.Truck }, "Kept", "within"),
        ["truck limit, class not known"] = ("speeding", Fast(62, 1, Town with { Limit = Speed.FromKmh(70) }, Town with { Limit = Speed.FromKmh(50), Classes = [RoadUser.Truck] }) with { Class = RoadUser.Unknown }, "Kept", "within"),
        ["limit for cars only, class not known"] = ("speeding", Fast(90, 1, Town with { Classes = [RoadUser.Car] }) with { Class = RoadUser.Unknown }, "Undecided", "not known"),
        ["lane limit, lane not known"] = ("speeding", Fast(62, 1, Town with { Limit = Speed.FromKmh(70) }, Town with { Lanes = ["up"] }) with { Lane = null }, "Kept", "within"),
        ["lane limit, its lane"] = ("speeding", Fast(68, 1, Town with { Limit = Speed.FromKmh(70) }, Town with { Lanes = ["up"] }), "Broken", "60 km/h"),
        ["limit not yet in force"] = ("speeding", Fast(90, 1, Town with { From = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero) }), "Undecided", "no limit"),
        ["dated limit, hour not known"] = ("speeding", Fast(90, 1, Town with { From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) }) with { Hour = null }, "Undecided", "hour"),
        ["made-up time stamps"] = ("speeding", Fast(90, 1, Town) with { Time = TimeQuality.Synthetic }, "Kept", "no valid reading"),
        ["a speed no vehicle drives"] = ("speeding", Fast(290, 1, Town), "Undecided", "fault"),
        ["truck limit, too fast for a van too"] = ("speeding", Fast(72, 1, Town with { Limit = Speed.FromKmh(70) }, Town with { Limit = Speed.FromKmh(50), Classes = [RoadUser.Truck] }) with { Class = RoadUser.Truck }, "Broken", "70 km/h"),
        ["frames missing below the limit"] = ("speeding", Fast(30, 1, Town) with { Gaps = [(2, 2.1)] }, "Kept", "within"),
        ["frames missing while measured"] = ("speeding", Fast(90, 1, Town) with { Gaps = [(2, 2.1)] }, "Undecided", "missing"),

        ["lane limit, waited there, measured behind it"] = ("speeding", Fast(68, 1, Town, Town with { Limit = Speed.FromKmh(70), Lanes = ["down"] }) with { Way = [(0, 250, 460), (45, 250, 460), (46, 350, 440), (50, 350, 60)], MeasuredS = (46.5, 50) }, "Kept", "within"),
        ["lane limit, measured before it turned off"] = ("speeding", Fast(68, 1, Town, Town with { Limit = Speed.FromKmh(70), Lanes = ["down"] }) with { Way = [(0, 250, 460), (4, 250, 60), (5, 350, 60), (50, 350, 60)], MeasuredS = (0.5, 4) }, "Broken", "60 km/h"),
        ["limit of the seconds in which it was measured, stood before and after"] = ("speeding", Fast(85, 1, Town with { Until = new(2026, 11, 24, 12, 0, 20, TimeSpan.Zero) },
            Town with { Limit = Speed.FromKmh(90), From = new(2026, 11, 24, 12, 0, 20, TimeSpan.Zero), Until = new(2026, 11, 24, 12, 0, 40, TimeSpan.Zero) },
            Town with { From = new(2026, 11, 24, 12, 0, 40, TimeSpan.Zero) }) with { Way = [(0, 250, 460), (25, 250, 460), (29, 250, 60), (50, 250, 60)], MeasuredS = (25.5, 28.5) }, "Kept", "within"),

        ["with the arrow"] = ("wrong-way", Up, "Kept", "against no"),
        ["against the arrow"] = ("wrong-way", Drive.Along((0, 250, 60), (4, 250, 440)), "Broken", "lane up"),
        ["against the arrow, trembling, six frames"] = ("wrong-way", Drive.Along((0, 250, 60), (4, 250, 440)) with { TremblePx = 4, Fps = 6 }, "Broken", "lane up"),
        ["reverses a little"] = ("wrong-way", Drive.Along((0, 250, 300), (2, 250, 380), (3, 250, 380), (6, 250, 80)), "Kept", "against no"),
        ["crosses the lanes"] = ("wrong-way", Drive.Along((0, 210, 200), (4, 390, 240)), "Kept", "against no"),
        ["stands and trembles for a minute"] = ("wrong-way", Drive.Along((0, 250, 300), (60, 250, 300)) with { TremblePx = 6, Fps = 6 }, "Kept", "against no"),
        ["oncoming at the lane's edge"] = ("wrong-way", Drive.Along((0, 296, 60), (4, 296, 440)), "Undecided", "edge"),
        ["against the arrow, small and ill seen at first"] = ("wrong-way", Drive.Along((0, 250, 60), (8, 250, 440)) with { Plane = new FlatRoad(10), Swells = 2 }, "Broken", "lane up"),
        ["against the arrow, frames missing"] = ("wrong-way", Drive.Along((0, 250, 60), (4, 250, 440)) with { Gaps = [(2, 3)] }, "Undecided", "missing"),
        ["against the arrow, hardly detected"] = ("wrong-way", Drive.Along((0, 250, 60), (4, 250, 440)) with { Unseen = s => (int)(s * 25) % 2 != 0 }, "Undecided", "too few"),
        ["against the arrow for 10 m of a survey"] = ("wrong-way", Drive.Along((0, 250, 60), (4, 250, 440)) with { Plane = new FlatRoad(38) }, "Kept", "against no"),
        ["against the arrow for 38 m of a survey"] = ("wrong-way", Drive.Along((0, 250, 60), (4, 250, 440)) with { Plane = new FlatRoad(10) }, "Broken", "lane up"),

        ["stops behind the line at red"] = ("stop-line", Drive.Along((0, 250, 460), (1.8, 250, 280), (9, 250, 280)) with { TremblePx = 2 }, "Broken", "stood there"),
        ["stops before the line at red"] = ("stop-line", Drive.Along((0, 250, 460), (1.5, 250, 306), (9, 250, 306)) with { TremblePx = 3 }, "Kept", "crossed no"),
        ["stops on the line, box trembling"] = ("stop-line", Drive.Along((0, 250, 460), (1.6, 250, 298), (9, 250, 298)) with { TremblePx = 3 }, "Kept", "crossed no"),
        ["stops behind the line at green, in a jam"] = ("stop-line", Drive.Along((0, 250, 460), (1.8, 250, 280), (9, 250, 280)) with { Signal = [(SignalState.Green, 0), (SignalState.Red, 3)] }, "Kept", "not red"),
        ["stops only for a blink"] = ("stop-line", Drive.Along((0, 250, 460), (1.8, 250, 280), (2.8, 250, 280), (5, 250, 60)), "Kept", "did not stop"),
        ["stops far behind the entry line"] = ("stop-line", Drive.Along((0, 250, 460), (3, 250, 150), (9, 250, 150)) with { Entry = true }, "Kept", "had driven on"),
        ["stops behind the line, red ends soon"] = ("stop-line", Drive.Along((0, 250, 460), (1.8, 250, 280), (9, 250, 280)) with { Signal = [(SignalState.Red, 0), (SignalState.Green, 3)] }, "Kept", "red ended"),
        ["stops behind the line, signal not read"] = ("stop-line", Drive.Along((0, 250, 460), (1.8, 250, 280), (9, 250, 280)) with { Signal = [(SignalState.Unknown, 0)] }, "Undecided", "not known"),
        ["stops behind the line, red for 0.8 s by made-up stamps"] = ("stop-line", Drive.Along((0, 250, 460), (1.8, 250, 280), (9, 250, 280)) with { Time = TimeQuality.Synthetic, Signal = [(SignalState.Yellow, 0), (SignalState.Red, 0.8)] }, "Kept", "grace"),
        ["stops behind the line for 3 s by made-up stamps"] = ("stop-line", Drive.Along((0, 250, 460), (1.8, 250, 280), (4.8, 250, 280), (6, 250, 60)) with { Time = TimeQuality.Synthetic, Signal = [(SignalState.Red, -9)] }, "Kept", "did not stop"),
        ["stood behind the line from the beginning"] = ("stop-line", Drive.Along((0, 250, 280), (9, 250, 280)), "Kept", "crossed no"),

        ["changes the lane over the solid line"] = ("solid-line", Drive.Along((0, 250, 400), (3, 350, 100)), "Broken", "solid"),
        ["drives on the solid line"] = ("solid-line", Drive.Along((0, 295, 440), (4, 305, 60)) with { TremblePx = 3 }, "Kept", "no solid"),
        ["keeps its lane"] = ("solid-line", Up, "Kept", "no solid"),
        ["crosses at the line's end"] = ("solid-line", Drive.Along((0, 250, 100), (1.2, 350, 50)), "Kept", "no solid"),
        ["only swerves over the line"] = ("solid-line", Drive.Along((0, 285, 440), (1, 285, 340), (1.8, 312, 260), (2.4, 312, 220), (3, 285, 180), (4, 285, 60)), "Broken", "solid"),
        ["trembles on the line"] = ("solid-line", Drive.Along((0, 300, 440), (4, 300, 60)) with { TremblePx = 4 }, "Kept", "no solid"),
        ["crosses five metres before the line's end"] = ("solid-line", Drive.Along((0, 250, 160), (1.2, 350, 110)) with { Plane = new FlatRoad(15) }, "Broken", "solid"),
        ["crosses three metres before the line's end"] = ("solid-line", Drive.Along((0, 250, 130), (1.2, 350, 80)) with { Plane = new FlatRoad(15) }, "Kept", "no solid"),
        ["crosses with frames missing"] = ("solid-line", Drive.Along((0, 250, 400), (3, 350, 100)) with { Gaps = [(1.4, 1.6)] }, "Undecided", "missing"),
        ["appears on the other side after a gap of sight"] = ("solid-line", Drive.Along((0, 250, 400), (3, 350, 100)) with { Unseen = s => s is > 1 and < 2 }, "Undecided", "not seen"),
        ["comes back over the line from the picture's border"] = ("solid-line", Drive.Along((0, 250, 470), (0.2, 310, 478), (3, 340, 480)), "Kept", "no solid"),

        ["a car in the bus lane"] = ("bus-lane", Up with { Only = [RoadUser.Bus] }, "Broken", "lane up"),
        ["a bus in the bus lane"] = ("bus-lane", Up with { Only = [RoadUser.Bus], Class = RoadUser.Bus }, "Kept", "no reserved"),
        ["a car in its own lane"] = ("bus-lane", Drive.Along((0, 350, 60), (4, 350, 440)) with { Only = [RoadUser.Bus], Lane = "down" }, "Kept", "no reserved"),
        ["a lorry in the bus lane"] = ("bus-lane", Up with { Only = [RoadUser.Bus], Class = RoadUser.Truck }, "Undecided", "looks much like"),
        ["a car where vans may drive"] = ("bus-lane", Up with { Only = [RoadUser.Bus, RoadUser.Van] }, "Undecided", "looks much like"),
        ["what is not known in the bus lane"] = ("bus-lane", Up with { Only = [RoadUser.Bus], Class = RoadUser.Unknown }, "Undecided", "not known"),
        ["crosses the bus lane"] = ("bus-lane", Drive.Along((0, 160, 300), (1.2, 380, 260)) with { Only = [RoadUser.Bus] }, "Kept", "no reserved"),
        ["swerves into the bus lane"] = ("bus-lane", Drive.Along((0, 340, 440), (1, 340, 330), (1.5, 270, 290), (2, 270, 260), (2.5, 340, 210), (4, 340, 60)) with { Only = [RoadUser.Bus] }, "Kept", "no reserved"),
        ["along the bus lane's edge"] = ("bus-lane", Drive.Along((0, 297, 460), (4, 297, 60)) with { Only = [RoadUser.Bus] }, "Kept", "no reserved"),
        ["in and out of the bus lane"] = ("bus-lane", Drive.Along((0, 280, 460), (0.8, 280, 400), (1, 296, 380), (3, 296, 150), (3.2, 280, 130), (4, 280, 60)) with { Only = [RoadUser.Bus] }, "Undecided", "edge"),
        ["in the bus lane, frames missing"] = ("bus-lane", Up with { Only = [RoadUser.Bus], Gaps = [(2, 2.1)] }, "Undecided", "missing"),
        ["in the bus lane, hardly detected"] = ("bus-lane", Up with { Only = [RoadUser.Bus], Unseen = s => (int)(s * 25) % 2 != 0 }, "Undecided", "too few"),
        ["a car as wide as a bus"] = ("bus-lane", Up with { Only = [RoadUser.Bus], Plane = new FlatRoad(16) }, "Undecided", "larger than a car"),
        ["a car of a car's width"] = ("bus-lane", Up with { Only = [RoadUser.Bus], Plane = new FlatRoad(20) }, "Broken", "lane up"),
        ["10 m in the bus lane of a survey"] = ("bus-lane", Up with { Only = [RoadUser.Bus], Plane = new FlatRoad(45) }, "Kept", "no reserved"),

        ["turns left where its lane must not"] = ("forbidden-turn", Drive.Along((0, 250, 460), (2.5, 250, 210), (4, 120, 190)) with { NoTurn = true }, "Broken", "came in the lane up and crossed the line left"),
        ["turns left out of the other lane"] = ("forbidden-turn", Drive.Along((0, 350, 60), (1.5, 350, 200), (3.5, 100, 200)) with { NoTurn = true, Lane = "down" }, "Kept", "may be crossed"),
        ["goes straight on past the line"] = ("forbidden-turn", Up with { NoTurn = true }, "Kept", "no line"),
        ["turns left, its lane before not seen"] = ("forbidden-turn", Drive.Along((0, 260, 210), (0.4, 235, 205), (2, 100, 190)) with { NoTurn = true }, "Undecided", "not clearly seen"),
        ["turns left while frames are missing"] = ("forbidden-turn", Drive.Along((0, 250, 460), (2.5, 250, 210), (4, 120, 190)) with { NoTurn = true, Gaps = [(2.6, 2.7)] }, "Undecided", "missing"),
        ["drives on the shoulder"] = ("no-driving", Drive.Along((0, 150, 460), (4, 150, 60)) with { Shoulder = true, Lane = null }, "Broken", "drove in the zone shoulder"),
        ["drives on the shoulder's edge"] = ("no-driving", Drive.Along((0, 196, 460), (4, 196, 60)) with { Shoulder = true }, "Kept", "no zone"),
        ["swerves over the shoulder"] = ("no-driving", Drive.Along((0, 250, 460), (1.5, 250, 310), (2, 150, 270), (2.5, 250, 230), (4, 250, 60)) with { Shoulder = true }, "Kept", "no zone"),
        ["a bicycle on the shoulder"] = ("no-driving", Drive.Along((0, 150, 460), (4, 150, 60)) with { Shoulder = true, Class = RoadUser.Bicycle }, "Kept", "bicycle"),
        ["something unknown on the shoulder"] = ("no-driving", Drive.Along((0, 150, 460), (4, 150, 60)) with { Shoulder = true, Class = RoadUser.Unknown }, "Undecided", "not known"),
        ["stands for a minute at green"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400)) with { TremblePx = 3, Fps = 6, Signal = [(SignalState.Green, 0)] }, "Broken", "30.0 s are allowed"),
        ["stands for twenty seconds"] = ("no-stopping", Drive.Along((0, 250, 400), (20, 250, 400)) with { Fps = 6, Signal = [(SignalState.Green, 0)] }, "Kept", "no longer"),
        ["waits for a minute at red"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400), (63, 250, 100)) with { Fps = 6 }, "Kept", "waited"),
        ["stays after the red"] = ("no-stopping", Drive.Along((0, 250, 400), (120, 250, 400)) with { Fps = 6, Signal = [(SignalState.Red, 0), (SignalState.Green, 40)] }, "Broken", "30.0 s"),
        ["stands while the signal is not readable"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400)) with { Fps = 6, Signal = [(SignalState.Unknown, 0)] }, "Undecided", "not watched"),
        ["waits at red, the signal not readable long before"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400)) with { Fps = 6, Signal = [(SignalState.Unknown, -100), (SignalState.Red, -50)] }, "Kept", "waited"),
        ["waits, the signal not readable until just before"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400)) with { Fps = 6, Signal = [(SignalState.Unknown, -100), (SignalState.Red, -10)] }, "Undecided", "not watched"),
        ["stands on the edge of the kerb"] = ("no-stopping", Drive.Along((0, 101, 400), (60, 101, 400)) with { Fps = 6, Lane = null, Kerb = true }, "Undecided", "too near to the edge of the zone kerb"),
        ["stands on the kerb beside the lanes"] = ("no-stopping", Drive.Along((0, 170, 400), (60, 170, 400)) with { Fps = 6, Lane = null, Kerb = true }, "Broken", "30.0 s"),
        ["stands half on the kerb at red"] = ("no-stopping", Drive.Along((0, 185, 400), (60, 185, 400)) with { Fps = 6, Lane = null, Kerb = true }, "Kept", "waited"),
        ["stands for 40 s by made-up stamps"] = ("no-stopping", Drive.Along((0, 250, 400), (40, 250, 400)) with { Fps = 6, Time = TimeQuality.Synthetic, Signal = [(SignalState.Green, 0)] }, "Undecided", "made up"),
        ["stands for 70 s by made-up stamps"] = ("no-stopping", Drive.Along((0, 250, 400), (70, 250, 400)) with { Fps = 6, Time = TimeQuality.Synthetic, Signal = [(SignalState.Green, 0)] }, "Broken", "30.0 s"),
        ["stands while the stamps jump"] = ("no-stopping", Drive.Along((0, 250, 400), (70, 250, 400)) with { Fps = 6, Time = TimeQuality.Broken, Signal = [(SignalState.Green, 0)] }, "Undecided", "jump"),
        ["parks for two hours, every tenth second kept"] = ("no-stopping", Drive.Along((0, 250, 400), (7200, 250, 400)) with { Fps = 0.1, Signal = [(SignalState.Green, 0)], SignalUntilS = 9000 }, "Broken", "for 7200.0 s"),
        ["parks for a minute, looked at once a second and seen by half of the looks"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400)) with { Fps = 1, Unseen = s => s > 9 && (int)s % 8 > 3, Held = _ => true, Signal = [(SignalState.Green, 0)] }, "Broken", "30.0 s"),
        // a finished track lies straight between two sightings alike, and has no points between others
        ["two alike, one after the other at the same place"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400)) with { Fps = 6, Unseen = s => s is > 25 and < 45, Signal = [(SignalState.Green, 0)] }, "Undecided", "one after the other"),
        ["one that was hidden for long, then one alike for a moment"] = ("no-stopping", Drive.Along((0, 250, 400), (46.5, 250, 400)) with { Fps = 6, Unseen = s => s is > 25 and < 45, Signal = [(SignalState.Green, 0)] }, "Undecided", "one after the other"),
        ["one that was hidden for longer than it had stood"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400)) with { Fps = 6, Unseen = s => s is > 20 and < 42, Signal = [(SignalState.Green, 0)] }, "Kept", "no longer"),
        ["a car, then a van at the same place"] = ("no-stopping", Drive.Along((0, 250, 400), (45, 250, 400)) with { Fps = 6, Absent = s => s is > 15 and < 30, Scale = s => s < 20 ? 1 : 1.5, Signal = [(SignalState.Green, 0)] }, "Kept", "no longer"),
        ["parks for two minutes, hidden for a while"] = ("no-stopping", Drive.Along((0, 250, 400), (120, 250, 400)) with { Fps = 6, Unseen = s => s is > 50 and < 70, Signal = [(SignalState.Green, 0)] }, "Broken", "30.0 s"),
        ["parks for a minute, held by the picture while hidden from the detector"] = ("no-stopping", Drive.Along((0, 250, 400), (60, 250, 400)) with { Fps = 6, Unseen = s => s is > 15 and < 35, Held = _ => true, Signal = [(SignalState.Green, 0)] }, "Broken", "30.0 s"),
        ["brakes for seconds and stands for 29 s"] = ("no-stopping", Brakes(StandsFromS + 29), "Kept", "no longer"),
        ["brakes for seconds and stands for 31.5 s"] = ("no-stopping", Brakes(StandsFromS + 31.5), "Undecided", "hardly longer"),
        ["brakes for seconds and stands for 34 s"] = ("no-stopping", Brakes(StandsFromS + 34), "Broken", "30.0 s are allowed"),
        ["brakes for seconds, stands for 28.5 s and drives off slowly"] = ("no-stopping", Brakes(StandsFromS + 28.5, (2, 250, 420), (4, 250, 450)), "Kept", "no longer"),
        // a shadow goes, a lamp comes on: the contact lies otherwise, the vehicle does not
        ["stands for 50 s, its contact lower from 24 s on"] = ("no-stopping", Drive.Along((0, 250, 400), (24, 250, 400), (24.1, 250, 404), (50, 250, 404)) with { Width = 131, Height = 118, Fps = 6, Signal = [(SignalState.Green, 0)] }, "Broken", "for 50.0 s"),
        ["parks for an hour, every tenth second kept of what is long ago, its contact lower from 45 min on"] = ("no-stopping", Drive.Along((0, 250, 400), (2700, 250, 400), (2700.1, 250, 404), (3600, 250, 404))
            with { Width = 131, Height = 118, Fps = 2, Absent = s => s < 3000 && s % 10 != 0, Signal = [(SignalState.Green, 0)], SignalUntilS = 9000 }, "Broken", "for 3600.0 s"),
        ["two alike, one after the other, six pixels apart"] = ("no-stopping", Drive.Along((0, 250, 400), (30, 250, 400), (40, 250, 406), (60, 250, 406)) with { Fps = 6, Unseen = s => s is > 25 and < 45, Signal = [(SignalState.Green, 0)] }, "Undecided", "one after the other"),
        ["stands outside the zone"] = ("no-stopping", Drive.Along((0, 250, 300), (60, 250, 300)) with { Fps = 6, Signal = [(SignalState.Green, 0)] }, "Kept", "did not stop"),
        ["creeps through the zone"] = ("no-stopping", Drive.Along((0, 250, 450), (40, 250, 350)) with { Fps = 6, Signal = [(SignalState.Green, 0)] }, "Kept", ""),
    };

    // from here on it rolls its last 2 px, at less than 0.25 km/h: its box of 118 px is 4.5 m
    private const double StandsFromS = 4.25;

    /// <summary>Comes to rest ever slower, as drivers do: the last 24 px, a fifth of its box, take more than three seconds.</summary>
    private static Drive Brakes(double untilS, params (double S, double X, double Y)[] andOff) => Drive.Along([
        .. Enumerable.Range(0, 29).Select(i => (i / 4.0, 250.0, 400 + (60 * Math.Exp(-i / 5.0)))), (untilS, 250, 400), .. andOff.Select(w => (untilS + w.S, w.X, w.Y))])
        with { Width = 131, Height = 118, TremblePx = 1, Signal = [(SignalState.Green, 0)] };

    [Fact]
    public void A_stop_is_counted_from_its_stand_not_from_its_braking()
    {
        var broken = Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(Brakes(StandsFromS + 40).Facts(Drive.Rule("no-stopping")))).Verdict);
        Assert.InRange(long.Parse(broken.Facts["stood_from_us"], CultureInfo.InvariantCulture), (long)(StandsFromS * 1e6) - 500_000, (long)(StandsFromS * 1e6) + 500_000);
    }

    public static TheoryData<string> Words => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_drive_in_words_gets_its_verdict(string words)
    {
        var (rule, drive, verdict, why) = Cases[words];
        var found = Assert.Single(RuleBook.Judge(drive.Facts(Drive.Rule(rule)))).Verdict;
        Assert.True(found.GetType().Name == verdict && found.Why.Contains(why, StringComparison.Ordinal), $"{words}: {found.GetType().Name}, {found.Why}");
        if (found is Verdict.Broken broken) Assert.Equal(broken.KeyTimesUs.Distinct().Order(), broken.KeyTimesUs);
    }

    [Fact]
    public void A_class_is_believed_where_a_person_checks_it()
    {
        var truck = Fast(62, 1, Town with { Limit = Speed.FromKmh(70) }, Town with { Limit = Speed.FromKmh(50), Classes = [RoadUser.Truck] }) with { Class = RoadUser.Truck };
        Assert.Contains("50 km/h", Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(truck.Facts(Drive.Rule("speeding", ("alike_too", 1))))).Verdict).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_solid_line_is_crossed_behind_its_bend_only_by_who_is_clearly_behind_it_there()
    {
        static Verdict Judged(params (double, double, double)[] way)
        {
            var facts = (Drive.Along(way) with { Width = 100, Height = 80 }).Facts(Drive.Rule("solid-line"));
            SceneLine bent = new("bent", LineKind.Solid, [new(300, 470), new(300, 160), new(220, 0)], [], null);
            return Assert.Single(RuleBook.Judge(facts with { Scene = facts.Scene with { Lines = [bent] } })).Verdict;
        }
        // 2 px to the left before the bend, then along its right
        Assert.IsType<Verdict.Kept>(Judged((0, 340, 460), (1, 330, 360), (2, 315, 260), (3, 298, 180), (4, 285, 120), (5, 260, 60), (6, 237, 6)));
        Assert.IsType<Verdict.Broken>(Judged((0, 340, 460), (1, 330, 360), (2, 315, 260), (3, 290, 180), (4, 230, 120), (5, 150, 60)));
    }

    [Theory]
    [InlineData(10, true, "Broken")] // 7 px from the line in the picture, 9.5 on the road, of 8 that must be
    [InlineData(10, false, "Kept")] // without a survey the picture is all there is
    [InlineData(8, true, "Kept")]
    public void How_far_it_swerved_over_a_line_that_runs_aslant_is_measured_on_the_road(double over, bool survey, string verdict)
    {
        // drives beside a line from (200, 450) to (440, 210) and for a while this far over it
        static (double, double, double) At(double s, double beside) => (s, 200 + (60 * s) + beside, 450 - (60 * s));
        var facts = (Drive.Along(At(0.5, 30), At(1.2, 30), At(1.8, -over), At(2.8, -over), At(3.4, 30), At(3.9, 30)) with { Plane = survey ? new LowRoad(20) : null }).Facts(Drive.Rule("solid-line"));
        SceneLine aslant = new("aslant", LineKind.Solid, [new(180, 470), new(460, 190)], [], null);
        Assert.Equal(verdict, Assert.Single(RuleBook.Judge(facts with { Scene = facts.Scene with { Lines = [aslant] } })).Verdict.GetType().Name);
    }

    [Fact]
    public void Who_approved_a_limit_is_a_fact_where_the_scene_states_it()
    {
        static string? Approved(SpeedLimit limit) =>
            Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(Fast(90, 1, limit).Facts(Drive.Rule("speeding")))).Verdict).Facts.TryGetValue("limit_approved_by", out var by) ? by : null;
        Assert.Null(Approved(Town));
        Assert.Equal("city", Approved(Town with { ApprovedBy = "city" }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Beside_a_line_that_lies_level_in_the_picture_a_box_that_sinks_for_a_while_crosses_nothing(bool survey)
    {
        // 5.5 px above the line, for a second 5 px below: on the road much, of a box 40 px high an eighth
        var facts = (Drive.Along((0, 100, 294.5), (1.5, 200, 294.5), (1.6, 207, 305), (2.6, 273, 305), (2.7, 280, 294.5), (4, 366, 294.5)) with { Width = 60, Plane = survey ? new LowRoad(20) : null }).Facts(Drive.Rule("solid-line"));
        SceneLine level = new("level", LineKind.Solid, [new(50, 300), new(600, 300)], [], null);
        Assert.IsType<Verdict.Kept>(Assert.Single(RuleBook.Judge(facts with { Scene = facts.Scene with { Lines = [level] } })).Verdict);
    }

    [Fact]
    public void One_that_stands_on_a_line_costs_no_more_than_one_look_at_the_road_for_each_place()
    {
        var asked = 0;
        var facts = (Drive.Along((0, 300, 440), (5, 300, 250), (605, 300, 250)) with { TremblePx = 3, Fps = 8, Plane = new CountedRoad(() => asked++) }).Facts(Drive.Rule("solid-line"));
        Assert.IsType<Verdict.Kept>(Assert.Single(RuleBook.Judge(facts)).Verdict);
        Assert.InRange(asked, 1, 4 * facts.Track.Points.Length);
    }

    private sealed record CountedRoad(Action Asked) : IRoadPlane
    {
        private readonly FlatRoad road = new(15);

        public bool TryRoad(RawPixel pixel, out RoadPoint at)
        {
            Asked();
            return road.TryRoad(pixel, out at);
        }

        public bool TryPixel(RoadPoint at, out RawPixel pixel) => road.TryPixel(at, out pixel);

        public double PixelsPerMetre(RawPixel pixel) => road.PixelsPerMetre(pixel);
    }

    [Fact]
    public void Who_waited_for_long_is_shown_where_it_was_measured()
    {
        var drive = Fast(90, 1, Town) with { Way = [(0, 250, 460), (45, 250, 460), (50, 250, 60)], MeasuredS = (45.5, 49.5) };
        var broken = Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(drive.Facts(Drive.Rule("speeding")))).Verdict);
        Assert.All(broken.KeyTimesUs.Append(broken.AtUs), t => Assert.InRange(t, 45_500_000, 49_500_000));
    }

    [Fact]
    public void A_survey_that_ends_some_day_accuses_nobody_where_the_hour_is_not_known()
    {
        var facts = (Fast(90, 1, Town) with { Hour = null }).Facts(Drive.Rule("speeding"));
        Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(facts)).Verdict);
        var dated = facts.Scene with { Survey = facts.Scene.Survey! with { ValidUntil = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) } };
        Assert.Contains("hour is not known", Assert.IsType<Verdict.Undecided>(Assert.Single(RuleBook.Judge(facts with { Scene = dated })).Verdict).Why, StringComparison.Ordinal);
    }

    // the drive lasts from 12:00:00 to 12:00:04 UTC on 24 November 2026
    [Theory]
    [InlineData(null, "2027-01-01T00:00:00Z", null)]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-24T12:00:05Z", null)]
    [InlineData(null, "2026-11-24T12:00:02Z", "has lapsed")]
    [InlineData(null, "2020-01-01T00:00:00Z", "has lapsed")]
    [InlineData("2026-11-24T12:00:01Z", "2027-01-01T00:00:00Z", "not valid yet")]
    public void A_device_whose_verification_did_not_hold_then_accuses_nobody_of_speeding(string? from, string until, string? doubt)
    {
        static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        DateTimeOffset? since = from is null ? null : At(from);
        Verdict Judged(Drive drive)
        {
            var facts = drive.Facts(Drive.Rule("speeding"));
            var verified = facts.Scene with { Camera = facts.Scene.Camera with { Verification = new DeviceVerification("12", "example", since, At(until)) } };
            return Assert.Single(RuleBook.Judge(facts with { Scene = verified })).Verdict;
        }
        if (doubt is null) Assert.IsType<Verdict.Broken>(Judged(Fast(90, 1, Town)));
        else Assert.Contains(doubt, Assert.IsType<Verdict.Undecided>(Judged(Fast(90, 1, Town))).Why, StringComparison.Ordinal);
        Assert.Contains("hour is not known", Assert.IsType<Verdict.Undecided>(Judged(Fast(90, 1, Town) with { Hour = null })).Why, StringComparison.Ordinal);
    }

    // the drive begins at 12:00 UTC on a Tuesday
    [Theory]
    [InlineData("Broken", 420, 1200, 1, 0)]
    [InlineData("Kept", 420, 700, 1, 0)]
    [InlineData("Broken", 420, 1020, 1, 240)] // 16:00 there
    [InlineData("Kept", 420, 1020, 1, 300)] // 17:00 there
    [InlineData("Broken", 1080, 360, 1, 720)] // over midnight
    [InlineData("Broken", 0, 1440, 0, 0)]
    [InlineData("Kept", 0, 1440, 0, 0, 28)] // a Saturday
    public void A_bus_lane_holds_in_its_hours(string verdict, int from, int until, int weekends, int offset, int day = 24)
    {
        var drive = Up with { Only = [RoadUser.Bus], Hour = new(2026, 11, day, 12, 0, 0, TimeSpan.Zero) };
        var rule = Drive.Rule("bus-lane", ("from_min", from), ("until_min", until), ("weekends", weekends), ("utc_offset_min", offset));
        var found = Assert.Single(RuleBook.Judge(drive.Facts(rule))).Verdict;
        Assert.Equal(verdict, found.GetType().Name);
        Assert.Equal(verdict == "Broken" && weekends == 0, found.Why.Contains("public holidays are not known", StringComparison.Ordinal));
        var nobodyKnows = Assert.Single(RuleBook.Judge((drive with { Hour = null }).Facts(rule))).Verdict;
        Assert.Contains("hour of the recording", Assert.IsType<Verdict.Undecided>(nobodyKnows).Why, StringComparison.Ordinal);
    }

    // 22:00 to 6:00 from Monday to Friday; the 24th is a Tuesday
    [Theory]
    [InlineData(24, 12, false)]
    [InlineData(24, 23, true)]
    [InlineData(25, 2, true)]
    [InlineData(27, 23, true)] // Friday
    [InlineData(28, 2, false)] // Saturday, and the night began on Friday
    [InlineData(30, 2, false)] // Monday, and the night began on Sunday
    [InlineData(30, 23, true)]
    public void A_night_that_begins_or_ends_on_a_weekend_reserves_no_lane(int day, int hour, bool holds) =>
        Assert.Equal(holds, BusLaneSettings.From(Drive.Rule("bus-lane", ("from_min", 1320), ("until_min", 360), ("weekends", 0), ("utc_offset_min", 0))).HoldsAt(new(2026, 11, day, hour, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void A_speed_is_judged_in_whole_millimetres_per_hour() =>
        Gen.Select(Gen.Long[0, 200_000_000], Gen.Long[0, 20_000_000], Gen.Long[1_000_000, 130_000_000]).Sample((value, margin, limit) =>
        {
            var drive = Up with { Speed = new(new(value), new(margin / 2), "s") { Margin = new(margin) }, Limits = [Town with { Limit = new(limit) }] };
            return Speeding.Judge(drive.Facts(), SpeedingSettings.From(Drive.Rule("speeding"))) is Verdict.Broken == value - margin > limit;
        }, iter: 300, threads: 1);

    [Fact]
    public void A_standing_trembling_vehicle_breaks_no_rule_of_movement() =>
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Double[220, 380], Gen.Double[60, 420], Gen.Double[0, 3.9]).Sample((seed, x, y, tremble) =>
            RuleBook.Judge((Drive.Along((0, x, y), (10, x, y)) with { Seed = seed, TremblePx = tremble })
                .Facts(Drive.Rule("wrong-way"), Drive.Rule("red-light"), Drive.Rule("stop-line"), Drive.Rule("solid-line")))
                .All(f => f.Verdict is Verdict.Kept), iter: 150, threads: 1);

    /// <summary>A road seen straight from above.</summary>
    [Fact]
    public void Lanes_that_overlap_tell_nobody_that_he_came_in_the_forbidden_one()
    {
        var facts = (Drive.Along((0, 250, 460), (2.5, 250, 210), (4, 120, 190)) with { NoTurn = true }).Facts(Drive.Rule("forbidden-turn"));
        Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(facts)).Verdict);
        var up = facts.Scene.Lanes.Single(l => l.Id == "up");
        // a second lane over the last half, and behind it in the list one that ended before
        var second = up with { Id = "second", Area = new([new(190, 0), new(310, 0), new(310, 330), new(190, 330)]) };
        var early = up with { Id = "early", Area = new([new(190, 400), new(310, 400), new(310, 480), new(190, 480)]) };
        var scene = facts.Scene with { Lanes = [.. facts.Scene.Lanes.Select(l => l.Id == "up" ? l with { Area = new([new(200, 0), new(300, 0), new(300, 390), new(200, 390)]) } : l), second, early] };
        Assert.Contains("not clearly seen", Assert.IsType<Verdict.Undecided>(Assert.Single(RuleBook.Judge(facts with { Scene = scene })).Verdict).Why, StringComparison.Ordinal);
    }

    /// <summary>Seen from low down: three times as many metres lie in a pixel's height as in its width.</summary>
    private sealed record LowRoad(double PixelsAMetre) : IRoadPlane
    {
        public bool TryRoad(RawPixel pixel, out RoadPoint road)
        {
            road = new(pixel.X / PixelsAMetre, -3 * pixel.Y / PixelsAMetre);
            return true;
        }

        public bool TryPixel(RoadPoint road, out RawPixel pixel)
        {
            pixel = new(road.X * PixelsAMetre, -road.Y * PixelsAMetre / 3);
            return true;
        }

        public double PixelsPerMetre(RawPixel pixel) => PixelsAMetre;
    }

    internal sealed record FlatRoad(double PixelsAMetre) : IRoadPlane
    {
        public bool TryRoad(RawPixel pixel, out RoadPoint road)
        {
            road = new(pixel.X / PixelsAMetre, -pixel.Y / PixelsAMetre);
            return true;
        }

        public bool TryPixel(RoadPoint road, out RawPixel pixel)
        {
            pixel = new(road.X * PixelsAMetre, -road.Y * PixelsAMetre);
            return true;
        }

        public double PixelsPerMetre(RawPixel pixel) => PixelsAMetre;
    }
}
