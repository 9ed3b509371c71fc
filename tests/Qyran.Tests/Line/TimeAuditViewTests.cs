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

    [Fact]
    public void Without_a_scene_nobody_vouches() =>
        Assert.Equal(TimeQuality.Counted, new TimeAuditView(TimeQuality.Counted, 0, "", []).VouchedBy(null).Quality);
}
