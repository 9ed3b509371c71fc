using System.Collections.Immutable;
using Qyran.Domain.Passages;
using Qyran.Domain.Plates;

namespace Qyran.Measure.Plates;

/// <summary>
/// From a vehicle's readings to its plate. Every text that was read is a candidate, and so is "none of them". Against that last one a reading
/// speaks for its own text by its odds, and against another text as far as it left that one's signs no chance. No sign is ever put in that was not
/// read, and no pattern repairs anything. Pure.
/// </summary>
public static class PlateVote
{
    /// <summary>The chance of a sign a reading did not think of.</summary>
    private const double Unthought = 0.002;

    /// <summary>Readings are never surer than this, one way or the other: a model does not know what it does not know.</summary>
    private const double LeastDoubt = 5e-4;

    /// <summary>How far one contradicting reading may speak against a text: it may show another vehicle's plate.</summary>
    private const double MostAgainst = 0.05;

    /// <summary>The accepted plate, or why there is none; best is the sighting to show.</summary>
    public static PlateVerdict Judge(IReadOnlyList<PlateSighting> sightings, PlateVoteSettings settings)
    {
        var legible = sightings.Where(s => s.Reading.Text.Length > 0).ToArray();
        if (legible.Length == 0) return new(null, "no plate was legible", null, [.. sightings]);
        var texts = legible.GroupBy(s => s.Reading.Text, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        var says = texts.Keys.ToDictionary(t => t, t => settings.Independence * legible.Sum(s => Math.Log(Odds(s.Reading, t))), StringComparer.Ordinal);
        var text = says.MaxBy(s => s.Value).Key;
        var most = Math.Max(0, says.Values.Max());
        var confidence = Math.Exp(says[text] - most) / (Math.Exp(-most) + says.Values.Sum(v => Math.Exp(v - most)));
        var agreeing = texts[text];
        var best = agreeing.MaxBy(s => s.Reading.Confidence * Math.Sqrt(s.Reading.Quad.Width))!;
        PlateVerdict Refused(string why) => new(null, why, best, [.. sightings]);
        if (Other(texts, text, settings) is { } other) return Refused($"two plates were read on one track, {text} and {other}");
        if (agreeing.Length < settings.LeastReads) return Refused($"only {agreeing.Length} reading says {text}, {settings.LeastReads} must agree");
        if (confidence < settings.LeastConfidence) return Refused(FormattableString.Invariant($"{text} is not sure enough: {Math.Floor(confidence * 1000) / 1000} where {settings.LeastConfidence} is asked"));
        var plate = new PassagePlate(text, confidence, Country(agreeing), best.Frame, best.Time.MediaUs, agreeing.Length);
        return new(plate, null, best, [.. sightings]);
    }

    /// <summary>What a reading makes of a text, against "the true text was not read at all".</summary>
    private static double Odds(PlateReading reading, string text)
    {
        var sure = Math.Clamp(reading.Confidence, LeastDoubt, 1 - LeastDoubt);
        if (reading.Text == text) return sure / (1 - sure);
        if (reading.Text.Length != text.Length || reading.Signs.Length != text.Length) return MostAgainst;
        var chance = 1.0;
        for (var i = 0; i < text.Length; i++) chance *= Chance(reading.Signs[i], text[i]);
        return Math.Clamp(chance / (1 - sure), MostAgainst, 1);
    }

    private static double Chance(ImmutableArray<SignGuess> guesses, char sign)
    {
        foreach (var guess in guesses)
            if (guess.Sign == sign) return Math.Max(Unthought, guess.Confidence);
        return Unthought;
    }

    /// <summary>Another plate that was surely read too: two agreeing readings of a text too far away to be a misreading.</summary>
    private static string? Other(Dictionary<string, PlateSighting[]> texts, string text, PlateVoteSettings settings)
    {
        foreach (var (other, read) in texts)
        {
            if (other == text || read.Count(s => s.Reading.Confidence >= settings.LeastConfidence) < settings.LeastReads) continue;
            if (EditDistance.AtMost<char>(PlateForm.Fold(other), PlateForm.Fold(text), settings.OtherPlateEdits) >= settings.OtherPlateEdits) return other;
        }
        return null;
    }

    /// <summary>The country most of the agreeing readings name.</summary>
    private static string? Country(PlateSighting[] agreeing) => agreeing.GroupBy(s => s.Reading.Country ?? "", StringComparer.Ordinal)
        .MaxBy(g => g.Sum(s => s.Reading.CountryConfidence))!.Key is { Length: > 0 } country ? country : null;
}
