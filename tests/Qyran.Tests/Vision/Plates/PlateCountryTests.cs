using Qyran.Vision.Plates;

namespace Qyran.Tests.Vision.Plates;

/// <summary>A plate's country goes by its look and by the form of what was read.</summary>
public sealed class PlateCountryTests
{
    [Theory]
    [InlineData("389QWG19", "TJ", 0.6, "KZ", 0.4, "KZ")] // no plate of Tajikistan has this form
    [InlineData("1234AB01", "TJ", 0.6, "KZ", 0.4, "TJ")]
    [InlineData("389QWG19", "TJ", 0.99, "KZ", 0.01, "TJ")] // a look as sure as that outweighs a pack that is never complete
    [InlineData("389QWG19", "TJ", 0.5, "ANY", 0.5, null)]
    [InlineData("QQ", "KZ", 0.9, "RU", 0.1, "KZ")] // no form fits: the look alone decides
    [InlineData("QQ", "KZ", 0.7, "RU", 0.3, null)] // and is not sure enough
    public void The_form_of_the_text_counts_beside_the_look(string text, string one, double look, string other, double otherLook, string? country)
    {
        var groups = new float[PlateAlphabet.Groups.Length];
        groups[Array.IndexOf(PlateAlphabet.Groups, one)] = (float)look;
        groups[Array.IndexOf(PlateAlphabet.Groups, other)] = (float)otherLook;
        var (named, sure) = PlateReader.Country(PlatePacks.Shipped(), text, groups);
        Assert.Equal(country, named);
        Assert.InRange(sure, 0.5, 1);
    }
}
