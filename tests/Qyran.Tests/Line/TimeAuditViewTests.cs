using Qyran.Domain.Time;
using Qyran.Line;

namespace Qyran.Tests.Line;

/// <summary>Frames that were only counted carry a speed when somebody answers for the camera's clock, and not otherwise.</summary>
public sealed class TimeAuditViewTests
{
    [Theory]
    [InlineData(TimeQuality.Counted, null, TimeQuality.Counted)]
    [InlineData(TimeQuality.Counted, "checked against GNSS", TimeQuality.Exact)]
    [InlineData(TimeQuality.Jittered, "checked against GNSS", TimeQuality.Jittered)]
    [InlineData(TimeQuality.Synthetic, "checked against GNSS", TimeQuality.Synthetic)]
    [InlineData(TimeQuality.Broken, "checked against GNSS", TimeQuality.Broken)]
    [InlineData(TimeQuality.Unknown, "checked against GNSS", TimeQuality.Unknown)]
    public void A_clock_that_was_checked_makes_counted_frames_timed_and_nothing_else(TimeQuality audit, string? clock, TimeQuality expected)
    {
        var scene = SampleScene.Junction(640, 360);
        scene = scene with { Camera = scene.Camera with { Clock = clock } };
        var view = new TimeAuditView(audit, 3, "even steps", []).VouchedBy(scene);
        Assert.Equal(expected, view.Quality);
        Assert.Equal(audit != expected, view.Why.Contains("checked against GNSS", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TimeQuality.Counted, "assumed: the rate that the file declares", true)]
    [InlineData(TimeQuality.Counted, "checked against GNSS", false)]
    [InlineData(TimeQuality.Exact, "assumed: the rate that the file declares", false)]
    public void A_clock_that_is_assumed_times_the_frames_and_is_told_from_a_checked_one(TimeQuality audit, string clock, bool assumed)
    {
        var scene = SampleScene.Junction(640, 360);
        var view = new TimeAuditView(audit, 3, "even steps", []).VouchedBy(scene with { Camera = scene.Camera with { Clock = clock } });
        Assert.Equal((TimeQuality.Exact, assumed), (view.Quality, view.ClockAssumed));
    }

    [Fact]
    public void Without_a_scene_nobody_vouches() =>
        Assert.Equal(TimeQuality.Counted, new TimeAuditView(TimeQuality.Counted, 0, "", []).VouchedBy(null).Quality);
}
