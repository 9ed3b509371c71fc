using System.Collections.Immutable;
using System.Globalization;
using Qyran.Line.Cases;
using Qyran.Line.Looking;
using Qyran.Measure.Speeds;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Line;

/// <summary>A pack names the settings of its measurement, and packs outlive versions of this program.</summary>
public sealed class SettingsTextTests
{
    private static readonly SpeedSettings Told = new() { MinimumBaseM = 31, LongestStrayS = 0.7, EdgeOffsetPx = 1.25, EdgeOffsetShare = 0.02, EdgeWanderShare = 0.01 };

    private static ImmutableSortedDictionary<string, string> Pack() => typeof(SpeedSettings).GetProperties().Where(p => p.CanWrite && p.PropertyType.IsPrimitive)
        .ToImmutableSortedDictionary(p => "speed." + p.Name, p => Convert.ToString(p.GetValue(Told), CultureInfo.InvariantCulture)!);

    [Fact]
    public void What_a_pack_names_is_taken() => Assert.Equal(Told, SettingsText.Read<SpeedSettings>(Pack(), "speed."));

    [Fact]
    public void A_pack_from_before_a_setting_is_measured_again_as_it_was_measured()
    {
        Assert.Equal(Told with { LongestStrayS = double.PositiveInfinity }, Without("LongestStrayS"));
        Assert.Equal(Told with { LargestNoiseShare = double.PositiveInfinity }, Without("LargestNoiseShare"));
        Assert.Equal(Told with { HeavyFrontClearanceM = Told.HeavyClearanceM }, Without("HeavyFrontClearanceM"));
        Assert.Equal(Told with { LorryFrontOverhangM = Told.HeavyOverhangM }, Without("LorryFrontOverhangM"));
        Assert.Equal(Told with { BusFrontOverhangM = Told.HeavyOverhangM }, Without("BusFrontOverhangM"));
        Assert.Equal(Told with { BoxMiddle = false }, Without("BoxMiddle"));
        Assert.Equal(Told with { HighestDegree = 2 }, Without("HighestDegree"));
        Assert.Equal(Told with { SlowestMs = double.NegativeInfinity }, Without("SlowestMs"));
        Assert.Equal(Told with { StatedShare = 1 }, Without("StatedShare"));
        Assert.Equal(Told with { LensMustFit = false }, Without("LensMustFit"));
        Assert.Equal(Told with { EdgeWanderShare = 0 }, Without("EdgeWanderShare"));
        Assert.Equal(Told with { EdgeOffsetShare = 0 }, Without("EdgeOffsetShare"));

        static SpeedSettings? Without(string setting) => SettingsText.Read<SpeedSettings>(Pack().Remove("speed." + setting), "speed.");
    }

    [Fact]
    public void Of_any_other_setting_it_does_not_know_the_usual_value_does() =>
        Assert.Equal(Told with { EdgeOffsetPx = new SpeedSettings().EdgeOffsetPx }, SettingsText.Read<SpeedSettings>(Pack().Remove("speed.EdgeOffsetPx"), "speed."));

    [Theory]
    [InlineData("NaN")]
    [InlineData("-1")]
    [InlineData("1000000000")]
    public void A_pack_with_a_value_that_no_setting_has_is_not_measured_again(string text)
    {
        var settings = ImmutableSortedDictionary<string, string>.Empty.Add(SettingsText.TimeQuality, "Exact").Add(SettingsText.TimeJitter, "100");
        foreach (var (usual, prefix) in ((object, string)[])[(new SpeedSettings(), "speed."), (new TrackerSettings(), "tracker."), (new LookSettings(), "looks.")])
            foreach (var property in usual.GetType().GetProperties().Where(p => p.CanWrite && p.PropertyType.IsPrimitive && p.PropertyType != typeof(bool)))
            {
                Assert.NotNull(Measuring.Of(settings.Add(prefix + property.Name, Convert.ToString(property.GetValue(usual), CultureInfo.InvariantCulture)!)));
                Assert.Null(Measuring.Of(settings.Add(prefix + property.Name, text)));
            }
        Assert.Null(Measuring.Of(settings.Add("speed.HighestDegree", "4")));
    }

    [Fact]
    public void A_pack_that_names_none_has_none() => Assert.Null(SettingsText.Read<SpeedSettings>(Pack(), "tracker."));
}
