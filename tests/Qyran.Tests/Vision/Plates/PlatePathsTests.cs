using Qyran.Vision.Plates;

namespace Qyran.Tests.Vision.Plates;

public sealed class PlatePathsTests
{
    [Theory]
    [InlineData("--", "")]
    [InlineData("A-B", "AB")]
    [InlineData("AAB-", "AB")] // a sign that lasts over places is one sign
    [InlineData("A-A", "AA")] // with a gap it is two
    [InlineData("-0O1-", "0O1")]
    public void The_likeliest_path_spells_the_text(string path, string text) => Assert.Equal(text, PlatePaths.Best(Places(path, 0.9f)).Text);

    [Fact]
    public void A_certain_path_has_probability_one_and_any_other_text_none()
    {
        var places = Places("A-B-", 1);
        Assert.Equal(1, PlatePaths.Probability(places, "AB"), 6);
        Assert.Equal(0, PlatePaths.Probability(places, "A"), 6);
        Assert.Equal(0, PlatePaths.Probability(places, ""), 6);
    }

    [Fact]
    public void All_paths_of_a_text_count()
    {
        // two places, A half sure in each and else nothing: "A" is spelt by A-, -A and AA
        var places = new float[2 * PlateAlphabet.Outputs];
        foreach (var place in (int[])[0, 1])
        {
            places[(place * PlateAlphabet.Outputs) + 10] = 0.5f;
            places[(place * PlateAlphabet.Outputs) + PlateAlphabet.Blank] = 0.5f;
        }
        Assert.Equal(0.75, PlatePaths.Probability(places, "A"), 6);
        Assert.Equal(0.25, PlatePaths.Probability(places, ""), 6);
        Assert.Equal(0, PlatePaths.Probability(places, "AA"), 6); // needs a gap between, so three places
    }

    [Fact]
    public void Probabilities_of_all_texts_add_up_to_one()
    {
        var places = new float[3 * PlateAlphabet.Outputs];
        for (var i = 0; i < 3; i++)
        {
            places[(i * PlateAlphabet.Outputs) + 0] = 0.2f + (0.1f * i);
            places[(i * PlateAlphabet.Outputs) + 1] = 0.3f;
            places[(i * PlateAlphabet.Outputs) + PlateAlphabet.Blank] = 0.5f - (0.1f * i);
        }
        string[] texts = ["", "0", "1", "00", "01", "10", "11", "010", "101"];
        Assert.Equal(1, texts.Sum(t => PlatePaths.Probability(places, t)), 5);
    }

    [Fact]
    public void Each_sign_keeps_what_else_it_may_be_likeliest_first()
    {
        var places = Places("8-", 0.7f);
        places[PlateAlphabet.Signs.IndexOf('B', StringComparison.Ordinal)] = 0.25f;
        var signs = PlatePaths.Best(places).Signs;
        Assert.Equal(['8', 'B'], signs.Single().Take(2).Select(g => g.Sign));
        Assert.Equal(0.7 / 0.25, signs[0][0].Confidence / signs[0][1].Confidence, 3); // shares among the signs, in their proportion
    }

    /// <summary>One place per sign, '-' for none, each as likely as asked; the rest is spread over the other outputs.</summary>
    private static float[] Places(string path, float sure)
    {
        var places = new float[path.Length * PlateAlphabet.Outputs];
        for (var i = 0; i < path.Length; i++)
        {
            places.AsSpan(i * PlateAlphabet.Outputs, PlateAlphabet.Outputs).Fill((1 - sure) / (PlateAlphabet.Outputs - 1));
            var k = path[i] == '-' ? PlateAlphabet.Blank : PlateAlphabet.Signs.IndexOf(path[i], StringComparison.Ordinal);
            places[(i * PlateAlphabet.Outputs) + k] = sure;
        }
        return places;
    }
}
