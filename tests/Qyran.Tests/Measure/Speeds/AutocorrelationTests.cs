using MathNet.Numerics.Distributions;
using Qyran.Measure.Speeds;

namespace Qyran.Tests.Measure.Speeds;

public sealed class AutocorrelationTests
{
    /// <summary>Positions whose noise goes on from frame to frame: how often the true speed lies within the 95 % that noise alone is said to leave open.</summary>
    [Theory]
    [InlineData(1, 25, 0.8, 0.86)]
    [InlineData(2, 25, 0.8, 0.84)]
    [InlineData(2, 40, 0.8, 0.87)]
    [InlineData(1, 25, 0.0, 0.93)]
    public void Noise_that_goes_on_is_not_taken_for_less_than_it_is(int degree, int positions, double correlation, double least)
    {
        var dice = new Random(5);
        var (t, sigma) = (new double[positions], new double[positions]);
        for (var i = 0; i < positions; i++) (t[i], sigma[i]) = ((i - ((positions - 1) / 2.0)) * 0.04, 0.1);
        var (within, all) = (0, 0);
        for (var trial = 0; trial < 1000; trial++)
        {
            var (s, noise) = (new double[positions], Normal());
            for (var i = 0; i < positions; i++)
            {
                if (i > 0) noise = (correlation * noise) + (Math.Sqrt(1 - (correlation * correlation)) * Normal());
                s[i] = (15 * t[i]) + (0.1 * noise);
            }
            if (MotionFit.Solve(t, s, sigma, degree) is not { } fit || fit.Agreeing < 0.7 * positions) continue;
            var found = new Autocorrelation(fit, sigma, t, wholeBias: true);
            all++;
            if (Math.Abs(fit.Speed - 15) <= StudentT.InvCDF(0, 1, found.Freedom, 0.975) * found.StandardOf(fit.Functional)) within++;
        }
        Assert.True(within >= least * all, $"{within} of {all}");

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
    }
}
