using System.Globalization;
using Qyran.Media;
using Qyran.Line;
using Qyran.Vision.View;

namespace Qyran.Tests.Vision.View;

/// <summary>The watch on real clips that may be learned from: what stands still is held, what moves is told.</summary>
public sealed class RealViewTests
{
    [Theory]
    [InlineData("bgslib_highway_video03.avi", ViewState.Held)]
    [InlineData("opencv4nodejs_junction.mp4", ViewState.Held)]
    [InlineData("roxaaaaa_crosswalk.mp4", ViewState.Held)]
    [InlineData("parkpow_toll_cars.mp4", ViewState.Held)]
    // a hand holds the camera: it does not rest long enough for a reference
    [InlineData("ahmetozlu_pedestrians.mp4", ViewState.Unknown)]
    // a crowd before blurred columns: nothing to hold on to
    [InlineData("opencv4nodejs_people.mp4", ViewState.Unknown)]
    // the view creeps to the right and turns: the tip of the marking right below lies 11 px from where it was
    [InlineData("intel_car_detection.mp4", ViewState.Moved)]
    public void A_real_view_is_told_from_a_moving_one(string clip, ViewState expected)
    {
        var run = Run("videos/" + clip, text => TestContext.Current.SendDiagnosticMessage(text));
        Assert.Equal(expected, run.Now.State);
        if (expected == ViewState.Held) Assert.InRange(run.LargestPx, 0, run.Now.LimitPx / 2);
    }

    private static ViewRun Run(string path, Action<string> say)
    {
        var stop = TestContext.Current.CancellationToken;
        var file = Material.Need(path);
        var (info, failure) = LineOpening.ReadVideo(file, stop);
        Assert.True(info is not null, failure?.Text);
        var watch = new ViewWatch(new ViewWatchSettings(), null);
        var dump = Environment.GetEnvironmentVariable("QYRAN_VIEW_DUMP") is not null;
        List<double> costs = [];
        new FrameReader(new MediaSource.File(file), info, new FrameReaderSettings { MaxAnalysisWidth = 640, MaxAnalysisHeight = 360 }).Run(frame =>
        {
            using (frame)
            {
                var began = TimeProvider.System.GetTimestamp();
                if (!watch.Step(frame.View)) return;
                costs.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
                if (dump)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frame.Time.Seconds:0.00} {watch.Last.State} {watch.Last.X:0.00} {watch.Last.Y:0.00} turned {watch.Last.Turned:0.00} n {watch.Last.Patches}"));
            }
        }, stop);
        var run = watch.Run();
        say(string.Create(CultureInfo.InvariantCulture, $"{path}: {run.Now.State}, largest {run.LargestPx:0.00} px, known {run.KnownShare:0.00}, a check takes {costs.Order().ElementAt(costs.Count / 2):0.00} ms (median), {costs.Min():0.00} at least"));
        return run;
    }
}
