using System.Text;
using Qyran.Line.Live;
using Qyran.Media;
using Qyran.Tests.Cli;

namespace Qyran.Tests.Line.Live;

/// <summary>The end of a survey is told ahead, then as a trouble, until a scene with a new one is saved.</summary>
public sealed class SurveyTermTests
{
    private static readonly DateTimeOffset End = new(2027, 5, 12, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Nobody answers there: a survey ends whether or not pictures come.</summary>
    private static readonly LiveSettings Camera = new("north", new MediaSource.Live(new Uri("rtsp://127.0.0.1:1/live"))) { Record = false };

    [Theory]
    [InlineData(-31 * 86_400, null, null)]
    [InlineData(-30 * 86_400, "the survey expires on 2027-05-12; from then on no speed is measured", null)]
    [InlineData(-1, "the survey expires on 2027-05-12; from then on no speed is measured", null)]
    [InlineData(0, null, "the survey expired on 2027-05-12; no speed is measured until a scene with a new one is saved")]
    [InlineData(9_000_000, null, "the survey expired on 2027-05-12; no speed is measured until a scene with a new one is saved")]
    public void It_is_told_a_month_ahead_and_from_its_end_on(int secondsAfterEnd, string? soon, string? expired)
    {
        var (term, now) = (SurveyTerm.Of(Camera with { SceneFile = Surveyed("2027-05-12T00:00:00Z") }), End.AddSeconds(secondsAfterEnd));
        Assert.Equal((soon, expired), (term.EndsSoon(now), term.Expired(now)));
    }

    [Theory]
    [InlineData(-31 * 86_400, null, null)]
    [InlineData(-1, "the verification of the device lapses on 2027-05-12; from then on no speed accuses anybody", null)]
    [InlineData(0, null, "the verification of the device lapsed on 2027-05-12; no speed accuses anybody until a scene with a new one is saved")]
    public void So_is_the_end_of_the_devices_verification(int secondsAfterEnd, string? soon, string? lapsed)
    {
        var (term, now) = (SurveyTerm.Of(Camera with { SceneFile = Verified("2027-05-12T00:00:00Z") }), End.AddSeconds(secondsAfterEnd));
        Assert.Equal((soon, lapsed), (term.EndsSoon(now), term.Lapsed(now)));
        Assert.Null(term.Expired(now));
    }

    [Fact]
    public async Task A_lapsed_verification_is_an_alarm()
    {
        using var house = new HouseStub();
        await using var running = new Running(Camera with { SceneFile = Verified("2020-01-01T00:00:00Z") }, house);
        await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Verification, On: true }), "the alarm");
    }

    [Fact]
    public void What_is_not_measured_by_a_survey_that_ends_has_no_end()
    {
        foreach (var settings in (LiveSettings[])
            [Camera, Camera with { SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene) }, Camera with { SceneFile = "no scene"u8.ToArray() }, Camera with { SceneFile = Surveyed("2020-01-01T00:00:00Z"), Detector = "off" }])
        {
            var term = SurveyTerm.Of(settings);
            Assert.Null(term.Until);
            Assert.Null(term.EndsSoon(End) ?? term.Expired(End));
        }
    }

    [Fact]
    public async Task An_expired_survey_is_an_alarm_that_is_over_when_a_scene_with_a_new_one_is_saved()
    {
        using var house = new HouseStub();
        var settings = Camera with { SceneFile = Surveyed("2020-01-01T00:00:00Z") };
        await using var running = new Running(settings, house);
        await HouseStub.Until(() => house.Alarms.Any(a => a.Trouble is LiveTrouble.Survey), "the alarm");
        Assert.True(house.Alarms.First(a => a.Trouble is LiveTrouble.Survey) is { On: true } alarm && alarm.Text.StartsWith("the survey expired on 2020-01-01", StringComparison.Ordinal));
        Assert.Contains(LiveTrouble.Survey, running.Camera.Status.Troubles);
        running.Camera.Apply(settings with { SceneFile = Surveyed("2100-01-01T00:00:00Z") });
        await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Survey, On: false }), "its end");
        Assert.DoesNotContain(LiveTrouble.Survey, running.Camera.Status.Troubles);
        Assert.Equal(LiveClock.Us(new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)), running.Camera.Status.SurveyUntilUs);
    }

    private static byte[] Verified(string until) => Encoding.UTF8.GetBytes(MadeVideo.Scene.Replace(
        "height: 360,", $"height: 360, verification: {{ certificate: a-7, authority: example, valid_until: {until} }},", StringComparison.Ordinal));

    private static byte[] Surveyed(string until) =>
        Encoding.UTF8.GetBytes(MadeVideo.Scene.Replace("  id: made/marks\n", $"  id: made/marks\n  valid_until: {until}\n", StringComparison.Ordinal));
}
