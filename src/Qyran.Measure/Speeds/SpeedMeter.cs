using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.Distributions;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Domain.Units;
using Qyran.Measure.Calibration;

namespace Qyran.Measure.Speeds;

/// <summary>
/// Track + calibration → speed with its error, or the reason why there is none. Pure and deterministic: the same input gives the
/// same whole mm/h. Model, formulae and sources: docs/design/speed.md.
/// </summary>
public static class SpeedMeter
{
    /// <summary>Positions that a motion needs for each power of time in it.</summary>
    private const int PositionsPerBend = 6;

    /// <param name="measureAreas">Raw pixels; contact points inside any of them are used. Empty = everywhere.</param>
    /// <param name="timeJitterUs">Standard deviation of a capture time about its frame's true exposure, µs.</param>
    public static SpeedOutcome Measure(
        Track track, RoadCalibration calibration, ImmutableArray<Polygon> measureAreas, TimeQuality quality, double timeJitterUs, SpeedSettings settings)
    {
        if (UntrustedTime(quality) is { } time) return new SpeedOutcome.Refused(time);
        if (!(timeJitterUs >= 0 && double.IsFinite(timeJitterUs))) return new SpeedOutcome.Refused("the jitter of the capture times is unknown");
        if (calibration.ValidUntil is { } until && track.Last.Time.Utc is { } seen && seen >= until)
            return new SpeedOutcome.Refused(string.Create(CultureInfo.InvariantCulture, $"the survey expired on {until.UtcDateTime:yyyy-MM-dd}"));
        if (SpeedSample.Take(track, calibration, measureAreas, settings) is not { } all || all.Count < settings.MinimumPoints)
            return new SpeedOutcome.Refused($"too few positions on the calibrated road (fewer than {settings.MinimumPoints})");
        var sample = all.LongestRun(settings.LongestGapS);
        if (sample.Count < settings.MinimumPoints)
            return new SpeedOutcome.Refused($"too few positions without a gap (fewer than {settings.MinimumPoints})");
        return TooShort(sample.Roads[0].DistanceTo(sample.Roads[^1]), settings) is { } cut
            ? new SpeedOutcome.Refused(cut)
            : Fit(sample, track.Class, calibration, timeJitterUs, settings);
    }

    private static string? TooShort(double way, SpeedSettings settings) => way >= settings.MinimumBaseM ? null : string.Create(
        CultureInfo.InvariantCulture, $"the vehicle was followed over {way:0.0} m; at least {settings.MinimumBaseM:0.#} m are needed");

    private static string? UntrustedTime(TimeQuality quality) => quality switch
    {
        TimeQuality.Exact or TimeQuality.Jittered => null,
        TimeQuality.Unknown => "the source's capture times have not been judged",
        TimeQuality.Counted => "nobody vouches for the camera's clock, and no recording proves it (camera.clock in the scene file)",
        TimeQuality.Synthetic => "the source's capture times are made up",
        TimeQuality.Broken => "the source's capture times are broken",
        _ => throw new InvalidOperationException($"time quality {quality}"),
    };

    private static SpeedOutcome Fit(SpeedSample sample, RoadUser user, RoadCalibration calibration, double timeJitterUs, SpeedSettings settings)
    {
        var (dx, dy) = sample.Direction();
        var s = SpeedSample.Along(sample.Roads, dx, dy);
        var t = sample.Seconds();
        var sigma = sample.Expected(dx, dy, settings);
        if (MotionFit.Solve(t, s, sigma, 1) is not { } straight) return new SpeedOutcome.Refused("the positions give no motion");
        var (fit, noise) = Bent(straight, t, s, sigma, settings);
        if ((OneVehicle(fit, t, settings) ?? Stop(fit, t, settings)) is { } why) return new SpeedOutcome.Refused(why);
        var forward = Math.Sign(fit.Speed);
        var raw = Math.Abs(fit.Speed);
        var first = Array.FindIndex(fit.Weights, w => w > 0);
        var last = Array.FindLastIndex(fit.Weights, w => w > 0);
        var seconds = t[last] - t[first];
        if (!(raw is > 0 and < 270)) return new SpeedOutcome.Refused("not a speed on a road");
        // positions thrown out at an end shorten the way that was really measured
        if (TooShort(sample.Roads[first].DistanceTo(sample.Roads[last]), settings) is { } cut) return new SpeedOutcome.Refused(cut);

        var comes = calibration.Pose is { } pose && sample.Roads[^1].DistanceTo(pose.Foot) < sample.Roads[0].DistanceTo(pose.Foot);
        var contact = ContactDrift.Through(fit.Functional, sample.Roads, dx * forward, dy * forward, user, seconds, calibration, settings.For(user, front: comes));
        var scatter = noise.StandardOf(fit.Functional);
        var budget = ImmutableArray.Create(
            new BudgetPart("calibration", CalibrationPart(sample, calibration, fit.Functional, dx, dy), double.PositiveInfinity),
            new BudgetPart("contact noise", scatter, noise.Freedom),
            new BudgetPart("contact drift", contact.ErrorMs, double.PositiveInfinity),
            new BudgetPart("edge offset", EdgePart(fit.Functional, sample, dx, dy, settings), double.PositiveInfinity),
            new BudgetPart("plane", PlaneBulge.StandardM(sample.Roads[first], sample.Roads[last], dx, dy, calibration, settings) / seconds, double.PositiveInfinity),
            new BudgetPart("time", double.Hypot(raw * settings.ClockError, raw * Math.Sqrt(2) * timeJitterUs / 1e6 / seconds), double.PositiveInfinity),
            new BudgetPart("lens", (settings.LensMustFit ? calibration.LensFits : calibration.Lens is not null) ? 0 : raw * settings.UnknownLensError, double.PositiveInfinity),
            new BudgetPart("view", settings.ViewShiftPx * double.Hypot(Slide(sample, first, dx, dy), Slide(sample, last, dx, dy)) / seconds, double.PositiveInfinity));
        var standard = Math.Sqrt(budget.Sum(b => b.StandardMs * b.StandardMs));
        var freedom = WelchSatterthwaite(budget, standard);
        var k = double.IsInfinity(freedom) || freedom > 1e6 ? Normal.InvCDF(0, 1, 0.975) : StudentT.InvCDF(0, 1, Math.Max(1, freedom), 0.975);
        if (k * scatter > settings.LargestNoiseShare * raw)
            return new SpeedOutcome.Refused(string.Create(CultureInfo.InvariantCulture, $"its positions tell the speed to ± {3.6 * k * scatter:0.0} km/h only"));
        var correction = -contact.MeanMs;
        var value = Math.Max(0, raw + correction);
        if (!(value < 270 && k * standard < 270)) return new SpeedOutcome.Refused("not a speed on a road");

        // second method: two single photos near the ends. What both methods share (calibration, clock) cancels in the comparison;
        // the drift of the contact point does not, as the fit averages over it and the photos do not
        var (one, other) = fit.Photos(sigma);
        var apart = t[other] - t[one];
        var two = (s[other] - s[one]) / apart * forward;
        var twoError = k * noise.Scale * double.Hypot(sigma[one], sigma[other]) / apart;
        var motion = fit.SpeedBetween(t[one], t[other]) * forward;
        var agree = double.Hypot(twoError, k * double.Hypot(scatter, contact.ErrorMs));
        if (Math.Abs(two - motion) > agree)
            return new SpeedOutcome.Refused(string.Create(CultureInfo.InvariantCulture,
                $"the two methods disagree: {3.6 * motion:0.0} km/h over the zone, {3.6 * two:0.0} km/h from two photos, allowed {3.6 * agree:0.0}")) { Disagree = true };

        var report = new SpeedFit(
            sample.TimesUs, sample.Roads, [.. s], [.. fit.Residuals], [.. fit.Weights], dx * forward, dy * forward,
            Math.Abs(s[last] - s[first]), fit.Parameters > 2, fit.Acceleration * forward, raw, correction, noise.Correlation,
            budget, standard, freedom, k, two, twoError);
        return new SpeedOutcome.Measured(new SpeedReading(
            Speed.RoundedDown(value), Speed.RoundedUp(settings.StatedShare * k * standard), calibration.Id) { Margin = Speed.RoundedUp(k * standard) }, report);
    }

    /// <summary>The simplest motion that the positions allow: an acceleration, and a change of it, are taken in only where they stand clear of their own correlated noise (99 %).</summary>
    private static (MotionFit Fit, Autocorrelation Noise) Bent(MotionFit straight, double[] t, double[] s, double[] sigma, SpeedSettings settings)
    {
        var (fit, noise) = (straight, new Autocorrelation(straight, sigma, t, settings.WholeBias));
        for (var degree = 2; degree <= settings.HighestDegree && t.Length >= PositionsPerBend * degree; degree++)
        {
            if (MotionFit.Solve(t, s, sigma, degree) is not { } bent) continue;
            // a motion that bends more must not do so to please a few positions and give up others, nor follow what bulges of the road and the contact point's drift make of an even one
            if (degree > 2 && (bent.Within(bent.Scale, sigma) < fit.Within(bent.Scale, sigma) || bent.BendM(t[0], t[^1]) < settings.LeastBendM)) continue;
            var bentNoise = new Autocorrelation(bent, sigma, t, settings.WholeBias);
            var error = bentNoise.StandardOf(bent.BendFunctional);
            if (Math.Abs(bent.Bend) > StudentT.InvCDF(0, 1, Math.Max(1, bentNoise.Freedom), 0.995) * error) (fit, noise) = (bent, bentNoise);
        }
        return (fit, noise);
    }

    /// <summary>
    /// What an offset of the edge makes of the fitted speed, m/s, one standard deviation: so many rows of the picture, the same at every position; a share of the box's height; and
    /// such a share that changes evenly from one end of the way to the other. Far away a row means many metres, but the fit hardly listens to far positions.
    /// </summary>
    private static double EdgePart(double[] functional, SpeedSample sample, double dx, double dy, SpeedSettings settings)
    {
        double rows = 0, first = 0, last = 0;
        var whole = (double)(sample.TimesUs[^1] - sample.TimesUs[0]);
        for (var i = 0; i < functional.Length; i++)
        {
            var row = functional[i] * Fall(sample, i, dx, dy);
            var late = (sample.TimesUs[i] - sample.TimesUs[0]) / whole;
            rows += row;
            first += row * sample.Heights[i] * (1 - late);
            last += row * sample.Heights[i] * late;
        }
        return double.Hypot(double.Hypot(settings.EdgeOffsetPx * rows, settings.EdgeOffsetShare * (first + last)), settings.EdgeWanderShare * double.Hypot(first, last));
    }

    /// <summary>Metres along the travel that one row of the picture means at a position, signed.</summary>
    private static double Fall(SpeedSample sample, int at, double dx, double dy) => (sample.Jacobians[at].Xy * dx) + (sample.Jacobians[at].Yy * dy);

    /// <summary>Metres along the travel that one pixel of the picture means at a position, in the direction that means most.</summary>
    private static double Slide(SpeedSample sample, int at, double dx, double dy) =>
        double.Hypot((sample.Jacobians[at].Xx * dx) + (sample.Jacobians[at].Yx * dy), Fall(sample, at, dx, dy));

    /// <summary>Why the residuals do not look like one vehicle's motion, or null.</summary>
    private static string? OneVehicle(MotionFit fit, double[] t, SpeedSettings settings)
    {
        var share = fit.Agreeing / (double)fit.Weights.Length;
        if (share < settings.LeastAgreeing)
            return string.Create(CultureInfo.InvariantCulture, $"only {100 * share:0} % of the positions agree with one motion: perhaps two vehicles in one track");
        // single positions stray because a box was wrong; a whole second of them, because the vehicle sped up and braked again
        if (LongestStray(fit, t) is var stray && stray > settings.LongestStrayS)
            return string.Create(CultureInfo.InvariantCulture, $"for {stray:0.0} s it moved otherwise than on the rest of the way: it has no one speed");
        double sum = 0;
        for (var i = 0; i < fit.Weights.Length; i++)
            if (fit.Weights[i] > 0) sum += fit.Residuals[i] * fit.Residuals[i];
        var scatter = Math.Sqrt(sum / Math.Max(1, fit.Agreeing - fit.Parameters));
        if (scatter > settings.WorstScatterM)
            return string.Create(CultureInfo.InvariantCulture, $"the positions scatter by {scatter:0.0} m about one motion");
        var hardest = fit.HardestAcceleration(t[0], t[^1]);
        return Math.Abs(hardest) > settings.HardestAcceleration ? string.Create(CultureInfo.InvariantCulture, $"an acceleration of {hardest:0.0} m/s² is not a vehicle's") : null;
    }

    /// <summary>Why who all but stood on the way has no speed, or null: the mean over a stop says how long it lasted.</summary>
    private static string? Stop(MotionFit fit, double[] t, SpeedSettings settings) => fit.Slowest(t[0], t[^1]) is var slowest && slowest < settings.SlowestMs
        ? string.Create(CultureInfo.InvariantCulture, $"on its way it all but stood ({3.6 * Math.Max(0, slowest):0.0} km/h): a mean speed would say how long") : null;

    /// <summary>The longest time in which no position agrees with the motion, s.</summary>
    private static double LongestStray(MotionFit fit, double[] t)
    {
        var longest = 0.0;
        for (int i = 0, from = 0; i < t.Length; i++)
        {
            if (fit.Weights[i] > 0) from = i + 1;
            else longest = Math.Max(longest, t[i] - t[from]);
        }
        return longest;
    }

    /// <summary>The calibration's uncertainty, fully correlated over the track: every spread moves all positions at once.</summary>
    private static double CalibrationPart(SpeedSample sample, RoadCalibration calibration, double[] functional, double dx, double dy)
    {
        double variance = 0;
        foreach (var spread in calibration.Spread)
        {
            // the direction stays: a turn of the whole road frame must not count as an error of speed
            double vx = 0, vy = 0, wx = 0, wy = 0;
            for (var i = 0; i < sample.Count; i++)
            {
                RoadCalibration.TryRoad(sample.Pixels[i], spread.Plus, out var p);
                RoadCalibration.TryRoad(sample.Pixels[i], spread.Minus, out var m);
                vx += functional[i] * p.X;
                vy += functional[i] * p.Y;
                wx += functional[i] * m.X;
                wy += functional[i] * m.Y;
            }
            var d = (double.Hypot(vx, vy) - double.Hypot(wx, wy)) / 2;
            variance += d * d;
        }
        return Math.Sqrt(variance);
    }

    private static double WelchSatterthwaite(ImmutableArray<BudgetPart> budget, double combined)
    {
        double sum = 0;
        foreach (var b in budget)
            if (!double.IsInfinity(b.Freedom)) sum += Math.Pow(b.StandardMs, 4) / b.Freedom;
        return sum > 0 ? Math.Pow(combined, 4) / sum : double.PositiveInfinity;
    }
}
