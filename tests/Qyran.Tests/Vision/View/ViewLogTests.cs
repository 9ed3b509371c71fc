using Qyran.Vision.View;

namespace Qyran.Tests.Vision.View;

public sealed class ViewLogTests
{
    private readonly ViewLog log = new(new ViewWatchSettings()) { LimitPx = 1.5 };

    [Fact]
    public void However_long_somebody_stayed_that_the_view_was_away_meanwhile_is_not_forgotten()
    {
        // two checks a second for more than half an hour; away from 300 to 350 s, lost from 400 to 420 s
        for (var i = 0; i < 4_000; i++)
            Check(i, x: i is >= 600 and < 700 ? 30 : 0, i is >= 800 and < 840 ? ViewState.Lost : ViewState.Held);
        var whole = log.Over(0, 2_000_000_000);
        Assert.Equal(ViewState.Lost, whole.State);
        Assert.InRange(whole.ShiftPx, 29, 31);
        var before = log.Over(0, 380_000_000);
        Assert.Equal(ViewState.Moved, before.State);
        Assert.InRange(before.SinceUs!.Value, 298_000_000, 302_000_000);
        Assert.Equal(ViewState.Held, log.Over(500_000_000, 2_000_000_000).State);
        Assert.Equal(ViewState.Held, log.Over(0, 290_000_000).State);
    }

    [Fact]
    public void Of_very_many_the_oldest_are_one()
    {
        // away for ten seconds in every minute, for half a day
        for (var i = 0; i < 86_340; i++) Check(i, x: i % 120 >= 100 ? 30 : 0, ViewState.Held);
        Assert.Equal(ViewState.Moved, log.Over(60_000_000, 70_000_000).State); // within what is told as one
        Assert.Equal(ViewState.Moved, log.Over(40_000_000_000, 40_055_000_000).State);
        Assert.Equal(ViewState.Held, log.Over(40_025_000_000, 40_040_000_000).State);
    }

    private void Check(int at, double x, ViewState state) => log.Add(new ViewCheck(at * 500_000L, state, x, 0, 0, 0.05, 30));
}
