using System.Collections.Immutable;
using Qyran.Domain.Signals;
using Qyran.Measure.Scoring.Runs;

namespace Qyran.Tests.Measure.Scoring.Runs;

/// <summary>Signal heads read and true: red from 0 s, green from 10 s, red from 20 s; watched for 30 s.</summary>
public sealed class SignalFiguresTests
{
    private static readonly ImmutableArray<SignalPhase> Truth = [Phase(SignalState.Red, 0), Phase(SignalState.Green, 10), Phase(SignalState.Red, 20)];

    [Fact]
    public void A_reading_that_is_true_has_no_time_unknown_or_wrong()
    {
        var figures = Of(Phase(SignalState.Red, 0), Phase(SignalState.Green, 10.02), Phase(SignalState.Red, 19.98));
        Assert.Equal((30_000_000, 0, 0), (figures.RightUs, figures.UnknownUs, figures.WrongUs));
        Assert.Equal((2, 2), (figures.Switches, figures.Within));
        Assert.Equal([0.02, -0.02], figures.ErrorsS.Select(e => Math.Round(e, 6)));
    }

    [Fact]
    public void A_switch_read_too_late_is_wrong_until_its_stated_error_begins()
    {
        var figures = Of(Phase(SignalState.Red, 0), Phase(SignalState.Green, 10.5), Phase(SignalState.Red, 20));
        Assert.Equal((480_000, 0), (figures.WrongUs, figures.UnknownUs));
        Assert.Equal((2, 1, 0.5), (figures.Switches, figures.Within, Math.Round(figures.ErrorsS.Max(), 6)));
    }

    [Fact]
    public void What_is_not_told_is_unknown_and_no_switch_is_read_there()
    {
        var figures = Of(Phase(SignalState.Red, 4), Phase(SignalState.Unknown, 9), Phase(SignalState.Red, 25));
        Assert.Equal((4_000_000 - 20_000) + 16_000_000 - 40_000, figures.UnknownUs);
        Assert.Equal(0, figures.WrongUs);
        Assert.Empty(figures.ErrorsS);
    }

    [Fact]
    public void After_it_was_watched_last_it_is_unknown_and_its_switches_are_not_read()
    {
        var figures = SignalFigures.Of(Truth, new SignalTimeline("main", "picture", [Phase(SignalState.Red, 0), Phase(SignalState.Green, 10)], 15_000_000), 30_000_000);
        Assert.Equal((15_000_000, 15_000_000, 0), (figures.RightUs, figures.UnknownUs, figures.WrongUs));
        Assert.Equal((2, 1), (figures.Switches, figures.Within));
    }

    [Fact]
    public void A_head_read_as_another_colour_is_wrong_throughout()
    {
        var figures = Of(Phase(SignalState.Yellow, 0));
        Assert.Equal((0, 30_000_000), (figures.RightUs, figures.WrongUs));
    }

    [Theory]
    [InlineData(SignalState.RedYellow, "red-yellow")]
    [InlineData(SignalState.Unknown, "unknown")]
    public void States_have_names_that_are_read_back(SignalState state, string word)
    {
        Assert.Equal(word, SignalWords.Word(state));
        Assert.Equal(state, SignalWords.State(word));
        Assert.Null(SignalWords.State(word + "!"));
    }

    [Fact]
    public void The_summary_of_an_analysis_holds_them()
    {
        using var summary = new StringReader("""{"signals":[{"head":"main","source":"picture","until":30.5,"phases":[{"state":"red-yellow","from":1.25,"error":0.02,"confidence":0.9}]}]}""");
        Assert.True(RunResultText.TrySummary(summary, out var result, out _));
        var head = Assert.Single(result!.Signals);
        Assert.Equal(("main", 30_500_000), (head.Head, head.UntilUs));
        Assert.Equal(new SignalPhase(SignalState.RedYellow, 1_250_000, 20_000, 0.9), Assert.Single(head.Phases));
        using var none = new StringReader("{}");
        Assert.True(RunResultText.TrySummary(none, out result, out _));
        Assert.Empty(result!.Signals);
        using var strange = new StringReader("""{"signals":[{"head":1}]}""");
        Assert.False(RunResultText.TrySummary(strange, out _, out var failure));
        Assert.Contains("signals[0].head must be a text", failure!.Text, StringComparison.Ordinal);
    }

    private static SignalFigures Of(params SignalPhase[] read) => SignalFigures.Of(Truth, new SignalTimeline("main", "picture", [.. read], 30_000_000), 30_000_000);

    private static SignalPhase Phase(SignalState state, double from) => new(state, (long)(from * 1e6), 20_000, 1);
}
