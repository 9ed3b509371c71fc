using Qyran.Domain.Scenes;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

public sealed class CountCrossingTests
{
    private static readonly Drive Up = Drive.Along((0, 250, 460), (4, 250, 60)), Down = Drive.Along((0, 250, 60), (4, 250, 440));
    private static readonly SceneLine Across = new("gate", LineKind.Count, [new(150, 200), new(450, 200)], [], null);
    private static readonly SceneLine Standing = Across with { Points = [new(300, 60), new(300, 440)] };

    private static readonly Dictionary<string, (Drive Drive, SceneLine Line, CountWay[] Ways)> Cases = new()
    {
        ["up"] = (Up, Across, [CountWay.Up]),
        ["down, against its lane's arrow"] = (Down, Across, [CountWay.Down]),
        ["down, the line drawn from the right"] = (Down, Across with { Points = [new(450, 200), new(150, 200)] }, [CountWay.Down]),
        ["over a standing line"] = (Drive.Along((0, 160, 200), (4, 440, 240)), Standing, [CountWay.Right]),
        ["over a standing line, to the left"] = (Drive.Along((0, 440, 200), (4, 160, 240)), Standing, [CountWay.Left]),
        ["the hour is not known"] = (Up with { Hour = null }, Across, [CountWay.Up]),
        ["frames are missing at the line"] = (Up with { Gaps = [(2.5, 2.7)] }, Across, [CountWay.Up]),
        ["there and back"] = (Drive.Along((0, 250, 460), (4, 250, 60), (8, 250, 460)), Across, [CountWay.Up, CountWay.Down]),
        ["to and fro, twice"] = (Drive.Along((0, 250, 460), (4, 250, 60), (8, 250, 460), (12, 250, 60), (16, 250, 460)), Across, [CountWay.Up, CountWay.Down]),
        ["over a bent line"] = (Up, Across with { Points = [new(150, 180), new(240, 230), new(450, 200)] }, [CountWay.Up]),
        ["stands on it and trembles"] = (Drive.Along((0, 250, 200), (6, 250, 200)) with { TremblePx = 3 }, Across, []),
        ["turns back before it"] = (Drive.Along((0, 250, 460), (2, 250, 240), (4, 250, 460)), Across, []),
        ["passes beside its end"] = (Drive.Along((0, 550, 460), (4, 550, 60)) with { Lane = null }, Across, []),
        ["over another lane's line"] = (Up, Across with { Lanes = ["down"] }, []),
        ["over a line that is none to count at"] = (Up, Across with { Kind = LineKind.Solid }, []),
    };

    public static TheoryData<string> Words => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_drive_in_words_is_counted_once_each_way(string words)
    {
        var (drive, line, ways) = Cases[words];
        var facts = drive.Facts();
        var counted = CountCrossing.All(facts with { Scene = facts.Scene with { Lines = [line] } });
        Assert.Equal(ways.Select(w => new CountedCrossing("gate", w)).ToArray(), counted.ToArray());
    }
}
