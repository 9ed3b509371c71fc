using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

public sealed class SpeedingTests
{
    private static readonly SpeedLimit General = new(Speed.FromKmh(120), [], [], "general", null, null, null);
    private static readonly SpeedLimit Slow = new(Speed.FromKmh(40), ["up"], [], "slow lane", null, null, null);

    private static PassageFacts Drives(decimal kmh, params SpeedLimit[] limits) =>
        (Drive.Along((0, 250, 460), (4, 250, 60)) with { Speed = new(Speed.FromKmh(kmh), Speed.FromKmh(1), "survey"), Limits = [.. limits] }).Facts(Drive.Rule("speeding"));

    private static Verdict Judged(PassageFacts facts) => Assert.Single(RuleBook.Judge(facts)).Verdict;

    // the way leads from y 460 to y 60; of it the lane, the only one that is drawn, covers what lies below this
    [Theory]
    [InlineData(340, true, "Kept")] // three tenths
    [InlineData(340, false, "Undecided")]
    [InlineData(100, true, "Broken")] // nine tenths
    [InlineData(100, false, "Broken")]
    public void A_lanes_limit_is_held_against_nobody_who_was_measured_mostly_beside_it(double top, bool general, string verdict)
    {
        var facts = Drives(80, general ? [General, Slow] : [Slow]);
        var lane = facts.Scene.Lanes.Single(l => l.Id == "up") with { Area = new([new(200, top), new(300, top), new(300, 480), new(200, 480)]) };
        Assert.Equal(verdict, Judged(facts with { Scene = facts.Scene with { Lanes = [lane] } }).GetType().Name);
    }

    [Fact]
    public void A_survey_that_nothing_checks_accuses_nobody()
    {
        var facts = Drives(150, General);
        Assert.IsType<Verdict.Broken>(Judged(facts));
        Assert.StartsWith("nothing checks the survey", Assert.IsType<Verdict.Undecided>(Judged(facts with { SurveyUnchecked = true })).Why, StringComparison.Ordinal);
        Assert.IsType<Verdict.Kept>(Judged(Drives(110, General) with { SurveyUnchecked = true }));
    }

    [Fact]
    public void A_clock_that_nobody_checked_accuses_nobody()
    {
        Assert.StartsWith("nobody checked the camera's clock", Assert.IsType<Verdict.Undecided>(Judged(Drives(150, General) with { ClockAssumed = true })).Why, StringComparison.Ordinal);
        Assert.IsType<Verdict.Kept>(Judged(Drives(110, General) with { ClockAssumed = true }));
    }

    [Theory]
    [InlineData(4, false, true)]
    [InlineData(4, true, false)]
    [InlineData(5, false, false)]
    public void A_new_scene_may_not_judge_speeds_by_four_points_alone(int points, bool length, bool refused)
    {
        var scene = Drives(80, General).Scene;
        scene = scene with
        {
            Survey = scene.Survey! with
            {
                Points = [.. Enumerable.Range(0, points).Select(i => new SurveyPoint(new(i, i), new(i, i), 1, 0.01))],
                Lengths = length ? [new SurveyLength(new(0, 0), new(9, 9), 9, LengthDirection.Any, 1, 0.01)] : [],
            },
        };
        Assert.Equal(refused, RuleBook.Check(scene)?.Text.Contains("the rule speeding needs a fifth point", StringComparison.Ordinal) is true);
        Assert.Null(RuleBook.CheckTaken(scene));
    }
}
