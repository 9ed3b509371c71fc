using Qyran.Line.Live;
using Qyran.Tests.Vision.View;
using Qyran.Vision.View;

namespace Qyran.Tests.Line.Live;

public sealed class LiveViewTests
{
    private readonly byte[] luma = new byte[PaintedView.Width * PaintedView.Height];
    private readonly LiveView view = new(null, TimeSpan.FromSeconds(20));
    private double seconds;

    [Fact]
    public void Only_checks_that_find_the_view_away_suspend_it()
    {
        view.For(TrackJudgeViewTests.Setup());
        var here = new PaintedView { Noise = 2 };
        var away = here with { X = 8 };
        Show(here, 8);
        while (view.State != ViewState.Moved && seconds < 12) Show(away, 0.25);
        // known to be away, but by one check; what follows is dark
        Show(away with { Contrast = 0.01 }, 5);
        Assert.Equal(ViewState.Moved, view.State);
        Assert.Null(view.Suspended);
        Show(away, 3);
        Assert.StartsWith("the camera's view has moved by ", view.Suspended, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_was_in_sight_before_somebody_confirmed_the_view_is_not_judged_by_it()
    {
        view.For(TrackJudgeViewTests.Setup());
        var here = new PaintedView { Noise = 2 };
        Show(here, 8);
        while (view.Suspended is null && seconds < 30) Show(here with { X = 20 }, 0.5);
        Assert.NotNull(view.Suspended);
        var came = (long)(seconds * 1e6);
        Show(here with { X = 20 }, 5);
        view.Confirm(); // pushed back, or drawn anew
        var since = (long)(seconds * 1e6);
        Show(here, 10);
        Assert.Null(view.Suspended);
        Assert.Equal("it was in sight before the camera's view was confirmed", view.Over(came, (long)(seconds * 1e6)).Refusal);
        Assert.Null(view.Over(since + 1_000_000, (long)(seconds * 1e6)).Refusal);
    }

    private void Show(PaintedView seen, double lasting)
    {
        for (var until = seconds + lasting; seconds < until; seconds += 0.25) view.Step(seen.Frame(seconds, luma), 0);
    }
}
