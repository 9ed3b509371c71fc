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

    /// <summary>Compares one recording of one system; a recording the reference lacks counts as nothing. Throws <see cref="InvalidDataException"/> where it is of another form.</summary>
    /// <param name="reference">Root of <c>reference_errors*.json</c>.</param>
    public static SpeedReference Compare(JsonElement reference, string system, string recording, int valid, SpeedScore ours)
    {
        if (Inner(reference, system) is not { } of || Inner(of, "sessions") is not { } sessions || Inner(sessions, recording) is not { } row) return None;
        var different = ImmutableArray.CreateBuilder<string>();
        Check("n", ours.Measured, 0);
        Check("valid", valid, 0);
        Check("mae", ours.MeanAbsolute, Digit);
        Check("median", ours.Median, Digit);
        Check("bias", ours.Bias, Digit);
        return new(5, different.ToImmutable());

        void Check(string key, double value, double tolerance)
        {
            var given = Inner(row, key) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble()
                : throw new InvalidDataException($"the reference errors of {system} for {recording} have no number '{key}'");
            if (!(Math.Abs(given - value) <= tolerance))
                different.Add(string.Create(CultureInfo.InvariantCulture, $"{system} {recording} {key}: given {given:0.###}, computed {value:0.###}"));
        }
    }

    private static JsonElement? Inner(JsonElement of, string name) => of.ValueKind != JsonValueKind.Object
        ? throw new InvalidDataException($"the reference errors have no object where '{name}' is looked for") : of.TryGetProperty(name, out var inner) ? (JsonElement?)inner : null;
}
