using Qyran.Measure.Scoring.Plates;

namespace Qyran.Tests.Measure.Plates;

public sealed class PlateScoreTests
{
    [Fact]
    public void A_picture_with_a_hit_a_misreading_a_miss_and_a_false_one()
    {
        PlateTruth[] truth = [new("123ABC02", new(0, 0, 100, 20)), new("В777ОР77", new(0, 100, 100, 20)), new("ABC123", new(500, 500, 60, 15))];
        PlateGuess[] guesses = [new("123ABC02", new(2, 1, 98, 20), 0.99, true), new("B777QP77", new(0, 100, 50, 20), 0.98, true), new("TAXI", new(900, 0, 50, 20), 0.97, true)];
        var score = PlateScore.Of(truth, guesses);
        Assert.Equal((3, 3, 2), (score.Plates, score.Boxed, score.Found)); // the second covers exactly one half
        Assert.Equal((3, 1), (score.Texts, score.Exact));
        Assert.Equal((1 + 6, 8 + 8 + 6), (score.Edits, score.Signs)); // Q for O, and a plate unread in full
        Assert.Equal((1, 2, 1), (score.Elsewhere, score.Accepted, score.AcceptedRight));
        Assert.Equal((1, 2), (score.AcceptedElsewhere, (score + score).AcceptedElsewhere));
        Assert.Equal(2 / 3.0, score.AcceptedShare!.Value, 1e-9);
        Assert.Equal(0, PlateScore.Of(truth, [guesses[2] with { Accepted = false }]).AcceptedElsewhere);
    }

    [Fact]
    public void Of_several_texts_on_one_plate_the_surest_counts_and_none_lies_elsewhere()
    {
        PlateGuess[] guesses = [new("123ABC0Z", new(0, 0, 100, 20), 0.4, false), new("123ABC02", new(40, 0, 60, 20), 0.9, false)];
        var score = PlateScore.Of([new("123ABC02", new(0, 0, 100, 20))], guesses);
        Assert.Equal((1, 1, 0, 0), (score.Found, score.Exact, score.Edits, score.Elsewhere));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-?")]
    public void A_plate_without_a_text_is_never_read_exactly(string? text) =>
        Assert.Equal((1, 0, 0), (PlateScore.Of([new(text, new(0, 0, 100, 20))], []).Plates, PlateScore.Of([new(text, new(0, 0, 100, 20))], []).Texts, PlateScore.Of([new(text, new(0, 0, 100, 20))], []).Exact));

    [Fact]
    public void One_plate_of_a_picture_alone()
    {
        PlateTruth near = new("AB1", new(0, 0, 100, 20)), far = new("CD2", new(0, 300, 20, 5));
        PlateGuess[] guesses = [new("AB1", new(0, 0, 100, 20), 0.9, false)];
        var score = PlateScore.Of([near, far], guesses, near, out var taken);
        Assert.Equal((1, 1), (score.Plates, score.Exact));
        Assert.Same(guesses[0], taken);
        score = PlateScore.Of([near, far], guesses, far, out taken);
        Assert.Equal((1, 0, 0), (score.Plates, score.Exact, score.Elsewhere));
        Assert.Null(taken);
    }

    [Fact]
    public void The_guess_given_back_is_the_one_that_was_held_against_the_plate()
    {
        // the surest lies on both plates and is the first one's
        PlateTruth first = new("AB1", new(0, 0, 100, 20)), second = new("CD2", new(0, 15, 100, 20));
        PlateGuess[] guesses = [new("AB1", new(0, 6, 100, 20), 0.99, true), new("CD2", new(0, 16, 100, 20), 0.6, false)];
        var score = PlateScore.Of([first, second], guesses, second, out var taken);
        Assert.Equal((1, 0.6), (score.Exact, taken!.Confidence));
    }

    [Fact]
    public void Reliability_counts_by_stated_confidence()
    {
        var bins = PlateScore.Reliability([(0.999, true), (0.991, false), (0.96, true), (0.3, false)]);
        Assert.Equal((0.99, 2, 1), bins[^1]);
        Assert.Equal((0.95, 1, 1), bins[^2]);
        Assert.Equal((0.0, 1, 0), bins[0]);
    }
}
