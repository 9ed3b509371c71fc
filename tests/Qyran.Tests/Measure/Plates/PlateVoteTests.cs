using System.Collections.Immutable;
using Qyran.Domain.Plates;
using Qyran.Domain.Time;
using Qyran.Measure.Plates;

namespace Qyran.Tests.Measure.Plates;

public sealed class PlateVoteTests
{
    private static readonly PlateVoteSettings Settings = new();

    [Fact]
    public void Two_sure_readings_that_agree_are_accepted_with_the_best_frame()
    {
        var verdict = PlateVote.Judge([Seen(1, "123ABC02", 0.97), Seen(2, "123ABC02", 0.99)], Settings);
        Assert.Equal(("123ABC02", 2L, 2), (verdict.Accepted?.Text, verdict.Accepted?.Frame, verdict.Accepted?.Reads));
        Assert.InRange(verdict.Accepted!.Confidence, 0.97, 1);
        Assert.Null(verdict.Refused);
        Assert.Equal(2, verdict.Sightings.Length);
    }

    [Fact]
    public void One_reading_is_never_enough()
    {
        var verdict = PlateVote.Judge([Seen(1, "123ABC02", 0.999)], Settings);
        Assert.Null(verdict.Accepted);
        Assert.Contains("must agree", verdict.Refused, StringComparison.Ordinal);
        Assert.Equal(1, verdict.Best?.Frame); // it is still shown to people
    }

    [Fact]
    public void Readings_that_contradict_each_other_are_refused()
    {
        var verdict = PlateVote.Judge([Seen(1, "123ABC02", 0.7, '8'), Seen(2, "123ABC02", 0.7, '8'), Seen(3, "123A8C02", 0.7, 'B'), Seen(4, "123A8C02", 0.7, 'B')], Settings);
        Assert.Null(verdict.Accepted);
        Assert.Contains("not sure enough", verdict.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_good_readings_outvote_a_bad_one_but_never_invent_a_text()
    {
        var verdict = PlateVote.Judge([Seen(1, "123ABC02", 0.98), Seen(2, "123ABC02", 0.97), Seen(3, "123ABC02", 0.96), Seen(4, "123ABG02", 0.4)], Settings);
        Assert.Equal("123ABC02", verdict.Accepted?.Text);
        Assert.Equal(3, verdict.Accepted?.Reads);
    }

    [Fact]
    public void However_many_unsure_readings_agree_the_plate_is_no_surer_than_the_two_best()
    {
        var verdict = PlateVote.Judge([.. Enumerable.Range(1, 20).Select(i => Seen(i, "O23ABC02", 0.6, '8'))], Settings);
        Assert.Null(verdict.Accepted);
        Assert.Contains("not sure enough: 0.84", verdict.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Illegible_looks_take_nothing_from_what_was_read_well()
    {
        var verdict = PlateVote.Judge([Seen(1, "123ABC02", 0.95), Seen(2, "123ABC02", 0.95), .. Enumerable.Range(3, 10).Select(i => Seen(i, $"1{i}XBC", 0.05))], Settings);
        Assert.Equal("123ABC02", verdict.Accepted?.Text);
    }

    [Fact]
    public void Ninety_eight_in_a_hundred_is_not_sure_enough()
    {
        Assert.Contains("not sure enough: 0.98", PlateVote.Judge([Seen(1, "123ABC02", 0.9), Seen(2, "123ABC02", 0.9)], Settings).Refused, StringComparison.Ordinal);
        Assert.Equal("123ABC02", PlateVote.Judge([Seen(1, "123ABC02", 0.9), Seen(2, "123ABC02", 0.9), Seen(3, "123ABC02", 0.9)], Settings).Accepted?.Text);
    }

    [Fact]
    public void Two_plates_on_one_track_are_neither()
    {
        var verdict = PlateVote.Judge([Seen(1, "123ABC02", 0.99), Seen(2, "123ABC02", 0.99), Seen(3, "777XYZ13", 0.99), Seen(4, "777XYZ13", 0.99)], Settings);
        Assert.Null(verdict.Accepted);
        Assert.Contains("two plates", verdict.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_legible_says_so()
    {
        Assert.Equal("no plate was legible", PlateVote.Judge([], Settings).Refused);
        Assert.Null(PlateVote.Judge([Seen(1, "", 0)], Settings).Best);
    }

    /// <param name="other">What the fifth sign may be instead, with the confidence that is left.</param>
    private static PlateSighting Seen(long frame, string text, double confidence, char? other = null)
    {
        var signs = text.Select((c, i) => i == 4 && other is { } o
            ? ImmutableArray.Create(new SignGuess(c, confidence), new SignGuess(o, 1 - confidence))
            : [new SignGuess(c, 0.99)]).ToImmutableArray();
        return new(frame, new CaptureTime(frame * 100_000, null, null, TimeQuality.Exact), Reading(text, confidence) with { Signs = signs });
    }

    internal static PlateReading Reading(string text, double confidence) => new(text, confidence, "KZ", 0.9, new(new(0, 0), new(100, 0), new(100, 20), new(0, 20)), 0.9,
        [.. text.Select(c => ImmutableArray.Create(new SignGuess(c, 0.99)))]);
}
