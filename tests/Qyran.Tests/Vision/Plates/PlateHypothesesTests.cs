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
        Assert.Equal(["08", "O8", "0B", "OB", "8", "0"], PlateHypotheses.Of("08", signs, 10)); // Q is too unlikely to be a second thought
        Assert.Equal(["08", "O8", "8", "0"], PlateHypotheses.Of("08", signs, 2));
        Assert.Equal([""], PlateHypotheses.Of("", [], 10));
    }
}
