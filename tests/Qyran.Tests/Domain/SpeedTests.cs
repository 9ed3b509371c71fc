using Qyran.Domain.Units;

namespace Qyran.Tests.Domain;

public sealed class SpeedTests
{
    [Theory]
    [InlineData(16.6666666666, 59_999_999, "a value is rounded down")]
    [InlineData(0, 0, "standing still")]
    public void A_value_is_rounded_down(double metresPerSecond, long expected, string why) =>
        Assert.True(expected == Speed.RoundedDown(metresPerSecond).MmPerHour, why);

    [Fact]
    public void An_error_is_rounded_up() => Assert.Equal(1, Speed.RoundedUp(1e-9).MmPerHour);

    [Fact]
    public void Equal_to_the_limit_is_not_above_it() => Assert.False(Speed.FromKmh(60m) > Speed.FromKmh(60.0m));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(300)]
    public void No_speed_comes_from_nonsense(double metresPerSecond) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Speed.RoundedDown(metresPerSecond));
}
