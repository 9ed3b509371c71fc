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

    private void Show(PaintedView seen, double lasting)
    {
        for (var until = seconds + lasting; seconds < until; seconds += 0.25) view.Step(seen.Frame(seconds, luma), 0);
    }
}
