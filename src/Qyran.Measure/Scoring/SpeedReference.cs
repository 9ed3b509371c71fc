using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Qyran.Measure.Scoring;

/// <summary>Errors of the published systems as handed over with the data, against what our reading of the protocol gives: it must be the same.</summary>
/// <param name="Compared">Figures compared.</param>
/// <param name="Different">Those that differ by more than their last digit, in words.</param>
public sealed record SpeedReference(int Compared, ImmutableArray<string> Different)
{
    /// <summary>Half a unit of the last digit given, km/h, and the round-off of ours.</summary>
    private const double Digit = 0.0051;

    public static SpeedReference operator +(SpeedReference a, SpeedReference b) => new(a.Compared + b.Compared, [.. a.Different, .. b.Different]);

    public static SpeedReference None { get; } = new(0, []);

    /// <summary>Compares one recording of one system; a recording the reference lacks counts as nothing.</summary>
    /// <param name="reference">Root of <c>reference_errors*.json</c>.</param>
    public static SpeedReference Compare(JsonElement reference, string system, string recording, int valid, SpeedScore ours)
    {
        if (!reference.TryGetProperty(system, out var of) || !of.TryGetProperty("sessions", out var sessions)
            || !sessions.TryGetProperty(recording, out var row)) return None;
        var different = ImmutableArray.CreateBuilder<string>();
        Check("n", ours.Measured, 0);
        Check("valid", valid, 0);
        Check("mae", ours.MeanAbsolute, Digit);
        Check("median", ours.Median, Digit);
        Check("bias", ours.Bias, Digit);
        return new(5, different.ToImmutable());

        void Check(string key, double value, double tolerance)
        {
            var given = row.GetProperty(key).GetDouble();
            if (!(Math.Abs(given - value) <= tolerance))
                different.Add(string.Create(CultureInfo.InvariantCulture, $"{system} {recording} {key}: given {given:0.###}, computed {value:0.###}"));
        }
    }
}
