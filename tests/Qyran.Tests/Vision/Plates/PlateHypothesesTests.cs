using System.Collections.Immutable;
using Qyran.Domain.Plates;
using Qyran.Vision.Plates;

namespace Qyran.Tests.Vision.Plates;

public sealed class PlateHypothesesTests
{
    [Fact]
    public void Only_texts_the_reader_holds_possible_are_weighed_the_likeliest_first()
    {
        ImmutableArray<ImmutableArray<SignGuess>> signs = [[new('0', 0.6), new('O', 0.39), new('Q', 0.01)], [new('8', 0.9), new('B', 0.1)]];
        Assert.Equal(["08", "O8", "0B", "OB", "8", "0"], Texts("08", signs, 10)); // Q is too unlikely to be a second thought
        Assert.Equal(["08", "O8", "8", "0"], Texts("08", signs, 2));
        Assert.Equal([""], Texts("", [], 10));
    }

    [Fact]
    public void Each_text_has_for_each_of_its_signs_what_may_stand_there()
    {
        ImmutableArray<ImmutableArray<SignGuess>> signs = [[new('A', 0.9), new('4', 0.1)], [new('I', 0.6), new('1', 0.4)], [new('0', 0.7), new('D', 0.3)]];
        var all = PlateHypotheses.Of("AI0", signs, 10);
        foreach (var (text, places) in all)
        {
            Assert.Equal(text.Length, places.Length);
            Assert.All(text.Zip(places), p => Assert.Contains(p.First, p.Second.Select(g => g.Sign)));
        }
        Assert.Equal("A0", string.Concat(all.Single(h => h.Text == "A0").Signs.Select(g => g[0].Sign))); // without the I, and without what was guessed there
    }

    private static IEnumerable<string> Texts(string text, ImmutableArray<ImmutableArray<SignGuess>> signs, int most) => PlateHypotheses.Of(text, signs, most).Select(h => h.Text);
}
