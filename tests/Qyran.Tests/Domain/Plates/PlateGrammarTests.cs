using Qyran.Domain.Plates;

namespace Qyran.Tests.Domain.Plates;

public sealed class PlateGrammarTests
{
    public static TheoryData<string> Packs => [.. Directory.EnumerateFiles(Path.Combine(Material.Project, "jurisdictions"), "plates.yaml", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Material.Project, p))];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_shipped_pack_is_read_and_named_as_its_folder(string pack)
    {
        var forms = PlateGrammar.Read(File.ReadAllText(Path.Combine(Material.Project, pack)), out var failure);
        Assert.True(forms is not null, failure?.Text);
        Assert.Equal(forms.Country, pack.Split('/')[1].ToUpperInvariant());
        Assert.Equal(forms.Forms.Length, forms.Forms.Distinct().Count());
    }

    [Theory]
    [InlineData("ru", "A123477")] // a police car
    [InlineData("by", "AB12345")] // a lorry
    [InlineData("by", "A1234B5")] // a trailer
    [InlineData("by", "E123AB5")] // an electric car
    [InlineData("by", "7TAX1234")]
    [InlineData("by", "CD12345")] // a diplomat's
    [InlineData("by", "1234ACE")] // 2000 to 2004
    [InlineData("ru", "001CD177")] // diplomats
    [InlineData("ru", "002D12377")]
    [InlineData("ru", "003T12377")]
    [InlineData("ru", "TAH12377")] // leaving the country
    [InlineData("ru", "1234A77")] // a police motorcycle
    [InlineData("ua", "12345AB")] // before 2004
    [InlineData("ua", "1234H1")] // the army
    [InlineData("kz", "12CAA02")] // a trailer
    [InlineData("vn", "29MD112345")] // an electric motorcycle
    [InlineData("cn", "A12345")] // GA 36: none, one or two letters, anywhere
    [InlineData("cn", "AY339S")]
    [InlineData("cn", "A8P8F8")]
    [InlineData("cn", "AD782B")]
    [InlineData("cn", "A123AB")]
    [InlineData("cn", "AD12345")] // new-energy plates
    [InlineData("cn", "ADF2345")]
    [InlineData("cn", "A12345D")]
    [InlineData("eu", "HHAB12E")] // Germany: electric and historic cars, districts of three letters, numbers of one digit
    [InlineData("eu", "HHAB123E")]
    [InlineData("eu", "KUNDE12")]
    [InlineData("eu", "KUNDE12H")]
    [InlineData("eu", "HHAB1")]
    [InlineData("eu", "KAB1H")]
    [InlineData("eu", "WX1A234")] // Poland, districts of two letters
    [InlineData("eu", "WX1AC23")]
    [InlineData("eu", "WPI1A23")] // and of three
    [InlineData("eu", "WPI12A3")]
    [InlineData("eu", "WPI1AC2")]
    [InlineData("eu", "WPIAC12")]
    [InlineData("eu", "WPI12345")]
    [InlineData("eu", "WPI123AC")]
    [InlineData("eu", "WPIA12C")]
    [InlineData("eu", "R1234BBC")] // a Spanish trailer
    [InlineData("eu", "1A2345")] // a Czech motorcycle
    [InlineData("eu", "C1234A")] // Bulgaria, before 2008
    [InlineData("eu", "R1ABC")] // Britain
    [InlineData("eu", "123AB75")] // France, before 2009
    [InlineData("eu", "241L123")] // Ireland
    [InlineData("eu", "05KK123")]
    [InlineData("eu", "01234AB")] // Kosovo
    [InlineData("us", "1A1234C")] // Alabama
    [InlineData("us", "47A123C")]
    [InlineData("us", "1234ABC")] // Kansas
    [InlineData("us", "CTA1JC")] // Arizona
    [InlineData("us", "TK123ABC")] // Indiana's lorries
    [InlineData("us", "12345MA")] // New York's
    [InlineData("us", "T123456C")] // New York's hire cars
    [InlineData("eu", "131D12345")] // Irish ones since 2013
    [InlineData("eu", "241CE123")]
    [InlineData("eu", "241CE1234")]
    [InlineData("eu", "241CE12345")]
    [InlineData("eu", "12CE1234")]
    public void A_shipped_pack_has_the_forms_of_its_standard(string country, string text)
    {
        var forms = PlateGrammar.Read(File.ReadAllText(Path.Combine(Material.Project, "jurisdictions", country, "plates.yaml")), out var failure);
        Assert.True(forms is not null, failure?.Text);
        Assert.True(forms.Fit(text), text);
    }

    /// <summary>What no rule has, and what would make a sign of a rarer form of every doubtful one of a commoner.</summary>
    [Theory]
    [InlineData("cn", "AABC12")] // three letters
    [InlineData("cn", "A1234I")]
    [InlineData("cn", "A1234")] // a part of a plate
    [InlineData("by", "1234ABI")] // 1234 AB-1
    [InlineData("kz", "12OAB02")] // 120 AB 02
    [InlineData("ru", "001DD177")]
    [InlineData("eu", "AB1O234")] // AB 10234
    [InlineData("eu", "HHABI23")] // HH AB 123
    [InlineData("eu", "HHAB123X")]
    [InlineData("eu", "18XY123")] // no Irish year: 1-BXY-123
    [InlineData("eu", "11234AB")]
    [InlineData("eu", "RAV4")]
    public void A_shipped_pack_has_no_other_forms(string country, string text)
    {
        var forms = PlateGrammar.Read(File.ReadAllText(Path.Combine(Material.Project, "jurisdictions", country, "plates.yaml")), out var failure);
        Assert.True(forms is not null, failure?.Text);
        Assert.False(forms.Fit(text), text);
    }

    [Theory]
    [InlineData("123ABC02", true)]
    [InlineData("123ABC2", false)]
    [InlineData("123ABC021", false)]
    [InlineData("0BC123", false)]
    [InlineData("12KG345ABC", true)] // signs given as themselves
    [InlineData("12XG345ABC", false)]
    [InlineData("12CAA02", true)] // a letter that is not taken for a digit
    [InlineData("12BAA02", false)]
    [InlineData("", false)]
    public void A_form_fits_whole_texts_only(string text, bool fits) =>
        Assert.Equal(fits, new PlateForms("KZ", "ABCDEFGHJKLMNOPQRSTUVWXYZ", ["999AAA99", "99=K=G999AAA", "99aAA99"]).Fit(text));

    [Fact]
    public void A_text_of_no_form_counts_less_but_counts()
    {
        var grammar = new PlateGrammar([new("KZ", "ABC", ["999AAA99"])]);
        Assert.Equal(1, grammar.Weight("KZ", "123ABC02"));
        Assert.InRange(grammar.Weight("KZ", "ABC"), 0.001, 0.5);
        Assert.Equal(1, grammar.Weight("US", "WHATEVER")); // no pack, no opinion
    }

    [Fact]
    public void A_sign_given_as_itself_may_be_none_of_the_letters()
        => Assert.True(PlateGrammar.Read("country: RU\nletters: ABC\nsource: s\nforms: [999=D=0]\n", out _)!.Fit("123D0"));

    [Theory]
    [InlineData("country: KZ\nletters: ABC\nforms: [999AAA99]\n")] // no source
    [InlineData("country: KZ\nletters: ABC\nsource: s\nforms: [999XXX99]\n")]
    [InlineData("country: KZ\nletters: ABC\nsource: s\nforms: [999B99]\n")] // a letter without its =
    [InlineData("country: KZ\nletters: ABC\nsource: s\nforms: [999=]\n")]
    [InlineData("country: KZ\nletters: ABC\nsource: s\nforms: [999==]\n")]
    [InlineData("country: KZ\nletters: ABC\nsource: s\nforms: []\n")]
    [InlineData("{{{")]
    [InlineData("")]
    public void A_broken_pack_is_refused_with_a_reason(string yaml)
    {
        Assert.Null(PlateGrammar.Read(yaml, out var failure));
        Assert.NotEmpty(failure!.Text);
    }
}
