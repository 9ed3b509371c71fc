using System.Collections.Immutable;
using Qyran.Domain.Plates;

namespace Qyran.Tests.Domain.Plates;

/// <summary>When a plate that was read is one that is watched, and when it only may be.</summary>
public sealed class WatchedPlateTests
{
    [Theory]
    [InlineData("123 abc-02", "123ABC02")]
    [InlineData("123АВС02", "123ABC02")] // Cyrillic А, В, С
    [InlineData("12?ABC?2", "12?ABC?2")]
    [InlineData("１２３？ＢＣ０２", "123?BC02")] // full width
    [InlineData("GÖ AB 123", "GOAB123")]
    [InlineData("AB", "AB")]
    [InlineData("A", null)]
    [InlineData("A?", null)]
    [InlineData("???ABC02", null)]
    [InlineData("123AB*", null)] // left out, another plate would be watched
    [InlineData("123＊02", null)]
    [InlineData("1234567890123", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void What_can_be_watched_is_brought_into_the_form_of_stored_plates(string? text, string? plate) => Assert.Equal(plate, WatchedPlate.Parse(text)?.Text);

    [Theory]
    [InlineData("123ABC02", WatchMatch.Sure)]
    [InlineData("128ABC02", WatchMatch.Possible)] // the reader held 8 for possible
    [InlineData("12?ABC02", WatchMatch.Possible)] // other vehicles fit too
    [InlineData("728ABC02", null)] // two signs off
    [InlineData("12BABC02", null)] // below what counts
    [InlineData("I23ABC02", null)] // looks alike, but the reader had no doubt
    [InlineData("123ABC0", null)]
    public void A_plate_fits_surely_or_possibly_or_not(string watched, WatchMatch? match)
    {
        var signs = "123ABC02".Select(c => ImmutableArray.Create(new SignGuess(c, 0.9))).ToImmutableArray();
        signs = signs.SetItem(0, [new('1', 0.8), new('7', 0.1)]).SetItem(2, [new('3', 0.7), new('8', 0.2), new('B', 0.01)]);
        // one that lies elsewhere says nothing of these places
        var shifted = "X23ABC02".Select(_ => ImmutableArray.Create(new SignGuess('I', 0.9))).ToImmutableArray();
        var read = ReadPlate.Of("123АВС02", [("123ABC02", signs), ("X2XABC02", shifted), ("23ABC02", [])]);
        Assert.Equal(match, WatchedPlate.Parse(watched)!.Match(read));
        Assert.Equal(["123ABC02", "128ABC02", "723ABC02"], read.Texts().Order(StringComparer.Ordinal));
    }
}
