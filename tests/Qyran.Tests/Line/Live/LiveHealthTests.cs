using System.Collections.Immutable;
using Qyran.Domain.Time;
using Qyran.Line.Live;
using Qyran.Vision.View;

namespace Qyran.Tests.Line.Live;

/// <summary>What a camera's score says of a machine that has too much to do, and of a survey that ends.</summary>
public sealed class LiveHealthTests
{
    private static (int Score, ImmutableArray<string> Reasons) Judge(double? share, double? pressed, bool analysing = true, string? survey = null, bool hazy = false) =>
        LiveHealth.Judge(LiveState.Running, null, analysing, share, pressed, 20, TimeQuality.Exact, "", null, false, null, null, hazy, ViewState.Held, survey, []);

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Frames_that_wait_now_and_then_cost_nothing(double? pressed) => Assert.Equal(100, Judge(1, pressed).Score);

    [Fact]
    public void A_machine_without_reserve_is_told_before_frames_are_lost()
    {
        var (score, reasons) = Judge(1, 0.62);
        Assert.Equal(95, score);
        Assert.Equal("the machine is busy: on 62 % of the frames the detector looks less often and no plate is read", Assert.Single(reasons));
    }

    [Fact]
    public void Lost_frames_weigh_more() =>
        Assert.Equal((85, "90 % of the frames are analysed; the machine is too slow for the rest"), (Judge(0.9, 1).Score, Judge(0.9, 1).Reasons[0]));

    [Fact]
    public void A_survey_that_ends_soon_is_said_and_weighs_little()
    {
        var (score, reasons) = Judge(1, 0, survey: "the survey expires soon");
        Assert.Equal((95, "the survey expires soon"), (score, Assert.Single(reasons)));
    }

    [Fact]
    public void Fog_is_said_and_weighs_some()
    {
        var (score, reasons) = Judge(1, 0, hazy: true);
        Assert.Equal((90, "fog or thick snowfall: what is far off is not seen, and speeds state a wider error"), (score, Assert.Single(reasons)));
    }

    [Fact]
    public void A_camera_that_only_records_waits_for_nobody() => Assert.Equal(100, Judge(null, 0.9, analysing: false).Score);
}
