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

    [Theory]
    [InlineData("123ABC02", true)]
    [InlineData("123ABC2", false)]
    [InlineData("123ABC021", false)]
    [InlineData("0BC123", false)]
    [InlineData("12KG345ABC", true)] // signs given as themselves
    [InlineData("12XG345ABC", false)]
    [InlineData("", false)]
    public void A_form_fits_whole_texts_only(string text, bool fits) =>
        Assert.Equal(fits, new PlateForms("KZ", "ABCDEFGHJKLMNOPQRSTUVWXYZ", ["999AAA99", "99=K=G999AAA"]).Fit(text));

    [Fact]
    public void A_text_of_no_form_counts_less_but_counts()
    {
        var grammar = new PlateGrammar([new("KZ", "ABC", ["999AAA99"])]);
        Assert.Equal(1, grammar.Weight("KZ", "123ABC02"));
        Assert.InRange(grammar.Weight("KZ", "ABC"), 0.001, 0.5);
        Assert.Equal(1, grammar.Weight("US", "WHATEVER")); // no pack, no opinion
    }

    [Theory]
    [InlineData("country: KZ\nletters: ABC\nforms: [999AAA99]\n")] // no source
    [InlineData("country: KZ\nletters: ABC\nsource: s\nforms: [999XXX99]\n")]
    [InlineData("country: KZ\nletters: ABC\nsource: s\nforms: []\n")]
    [InlineData("{{{")]
    [InlineData("")]
    public void A_broken_pack_is_refused_with_a_reason(string yaml)
    {
        Assert.Null(PlateGrammar.Read(yaml, out var failure));
        Assert.NotEmpty(failure!.Text);
    }
}
