using CsCheck;
using Qyran.Domain.Plates;

namespace Qyran.Tests.Domain.Plates;

/// <summary>How plate texts are compared, wherever they are.</summary>
public sealed class PlateTests
{
    [Theory]
    [InlineData("a 123 bc-77", "A123BC77")]
    [InlineData("А123ВС|77", "A123BC77")] // Cyrillic А, В, С
    [InlineData("оо.777.ух", "OO777YX")]
    [InlineData("１２３ＡＢＣ", "123ABC")] // full width
    [InlineData("ΥΖΑ-1234", "YZA1234")] // Greek
    [InlineData("京A·12345", "京A12345")]
    [InlineData("GÖ-AB 123", "GOAB123")] // marks: the reader writes none
    [InlineData("ČĐ 12-İıŁØ", "CD12IILO")]
    [InlineData("tü å 1", "TUA1")]
    [InlineData("U\u0308 1", "U1")] // the mark by itself
    [InlineData("ПЛ 12", "ПЛ12")] // no Latin twin: they stay
    [InlineData(" -.", "")]
    public void One_plate_has_one_form(string text, string normal) => Assert.Equal(normal, PlateForm.Normalise(text));

    [Theory]
    [InlineData("12?B*", "12?B*")]
    [InlineData("１２？Ｂ＊", "12?B*")] // full width: left out, it would be another plate
    public void Wildcards_are_kept_where_they_mean_something(string text, string normal)
    {
        Assert.Equal(normal, PlateForm.Normalise(text, "*?"));
        Assert.Equal("12B", PlateForm.Normalise(text));
    }

    [Theory]
    [InlineData("0OQD", "0000")]
    [InlineData("1I", "11")]
    [InlineData("8B", "88")]
    [InlineData("5S2Z", "5522")]
    [InlineData("ЗЧБ", "346")]
    [InlineData("KAMEP", "KAMEP")]
    public void What_looks_alike_folds_alike(string text, string folded) => Assert.Equal(folded, PlateForm.Fold(text));

    [Theory]
    [InlineData("AB12", "AB12", true)]
    [InlineData("AB*", "AB", true)]
    [InlineData("AB?", "AB", false)]
    [InlineData("*12", "A1212", true)]
    [InlineData("*1?", "A1213", true)]
    [InlineData("A*B*C", "AxxBxBxC", true)]
    [InlineData("A*B*C", "AxxBxBx", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    public void A_pattern_fits_or_not(string pattern, string text, bool fits) => Assert.Equal(fits, PlatePattern.Glob<char>(pattern, text));

    [Theory]
    [InlineData("", 0, "at least one letter")]
    [InlineData("--", 0, "at least one letter")]
    [InlineData("AB*", 1, "not both")]
    [InlineData("AB", 1, "too short")]
    [InlineData("ABC", 2, "too short")]
    [InlineData("ABCDE", 3, "0, 1 or 2 edits")]
    [InlineData("123456789012345678901234567890123", 0, "longer than 32")]
    public void What_cannot_be_searched_is_refused_with_why(string text, int edits, string why)
    {
        Assert.Null(PlatePattern.Parse(text, true, edits, out var failure));
        Assert.Contains(why, failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bounded_distance_agrees_with_the_plain_one() =>
        Gen.Select(Gen.String[Gen.Char["AB1"], 0, 9], Gen.String[Gen.Char["AB1"], 0, 9], Gen.Int[0, 3]).Sample((a, b, limit) =>
            Assert.Equal(Math.Min(Plain(a, b), limit + 1), EditDistance.AtMost<char>(a, b, limit)));

    [Fact]
    public void Texts_within_k_edits_fold_within_k_edits() =>
        Gen.Select(Gen.String[Gen.Char["0O8B1IA"], 0, 8], Gen.String[Gen.Char["0O8B1IA"], 0, 8]).Sample((a, b) =>
            Assert.True(Plain(PlateForm.Fold(a), PlateForm.Fold(b)) <= Plain(a, b)));

    private static int Plain(string a, string b) => a.Length == 0 ? b.Length : b.Length == 0 ? a.Length
        : Math.Min(Math.Min(Plain(a[1..], b), Plain(a, b[1..])) + 1, Plain(a[1..], b[1..]) + (a[0] == b[0] ? 0 : 1));
}
