using System.Collections.Immutable;
using Qyran.Domain.Passages;
using Qyran.Domain.Plates;

namespace Qyran.Measure.Plates;

/// <summary>
/// From a vehicle's readings to its plate. Every text that was read is a candidate, and so is "none of them". Against that last one the surest reading
/// speaks for its own text by its odds, and every further one that says the same speaks for it too; another text's reading speaks against it by its
/// own confidence. However many agree, the plate is no surer than its two surest readings together, for what they all mistake alike they agree on.
/// No sign is ever put in that was not read, and no pattern repairs anything. Pure.
/// </summary>
public static class PlateVote
{
    /// <summary>The chance of a sign a reading did not think of.</summary>
    private const double Unthought = 0.002;

    /// <summary>Readings are never surer than this, one way or the other: a model does not know what it does not know.</summary>
    private const double LeastDoubt = 5e-4;

    /// <summary>How often two wrong readings of one plate make the same mistake.</summary>
    private const double SameMistake = 0.3;

    /// <summary>How far one contradicting reading may speak against a text: it may show another vehicle's plate.</summary>
    private const double MostAgainst = 0.05;

    /// <summary>The accepted plate, or why there is none; best is the sighting to show.</summary>
    public static PlateVerdict Judge(IReadOnlyList<PlateSighting> sightings, PlateVoteSettings settings)
    {
        var legible = sightings.Where(s => s.Reading.Text.Length > 0).ToArray();
        if (legible.Length == 0) return new(null, "no plate was legible", null, [.. sightings]);
        var texts = legible.GroupBy(s => s.Reading.Text, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        var says = texts.Keys.ToDictionary(t => t, t => Speaks(legible, t, settings), StringComparer.Ordinal);
        var text = says.MaxBy(s => s.Value).Key;
        var most = Math.Max(0, says.Values.Max());
        var confidence = Math.Exp(says[text] - most) / (Math.Exp(-most) + says.Values.Sum(v => Math.Exp(v - most)));
        var agreeing = texts[text];
        confidence = Math.Min(confidence, TwoSurest(agreeing));
        var best = agreeing.MaxBy(s => s.Reading.Confidence * Math.Sqrt(s.Reading.Quad.Width))!;
        PlateVerdict Refused(string why) => new(null, why, best, [.. sightings]);
        if (Other(texts, text, settings) is { } other) return Refused($"two plates were read on one track, {text} and {other}");
        if (agreeing.Length < settings.LeastReads) return Refused($"only {agreeing.Length} reading says {text}, {settings.LeastReads} must agree");
        if (confidence < settings.LeastConfidence) return Refused(FormattableString.Invariant($"{text} is not sure enough: {Math.Floor(confidence * 1000) / 1000} where {settings.LeastConfidence} is asked"));
        var plate = new PassagePlate(text, confidence, Country(agreeing), best.Frame, best.Time.MediaUs, agreeing.Length);
        return new(plate, null, best, [.. sightings]);
    }

    /// <summary>Readings of one text of which enough are sure by themselves.</summary>
    internal static bool IsSure(IEnumerable<PlateSighting> agreeing, PlateVoteSettings settings) => agreeing.Count(s => s.Reading.Confidence >= settings.SureReading) >= settings.LeastReads;

    /// <summary>Two texts too far apart for one to be a misreading of the other.</summary>
    internal static bool AreTwo(string one, string other, PlateVoteSettings settings) =>
        EditDistance.AtMost<char>(PlateForm.Fold(one), PlateForm.Fold(other), settings.OtherPlateEdits) >= settings.OtherPlateEdits;

    /// <summary>How far all readings speak for a text, against "the true text was not read at all": natural logarithm of the odds.</summary>
    private static double Speaks(PlateSighting[] legible, string text, PlateVoteSettings settings)
    {
        double first = 0, further = 0;
        foreach (var sighting in legible)
        {
            var sure = Math.Clamp(sighting.Reading.Confidence, LeastDoubt, 1 - LeastDoubt);
            if (sighting.Reading.Text != text) further += Math.Log(Math.Clamp(1 - sure + Chance(sighting.Reading, text), MostAgainst, 1));
            else if (first < sure) (first, further) = (sure, further + (first > 0 ? Agrees(first) : 0));
            else further += Agrees(sure);
        }
        return Math.Log(first / (1 - first)) + (settings.Independence * further);
    }

    /// <summary>Wrong readings seldom say the same, so a reading that agrees never speaks against its text.</summary>
    private static double Agrees(double sure) => Math.Max(0, Math.Log(sure / (1 - sure) / SameMistake));

    private static double TwoSurest(PlateSighting[] agreeing) =>
        1 - agreeing.Select(s => 1 - s.Reading.Confidence).Order().Take(2).Aggregate(1.0, (doubt, one) => doubt * one);

    /// <summary>The chance a reading leaves to another text of its length; none to one of another length.</summary>
    private static double Chance(PlateReading reading, string text)
    {
        if (reading.Text.Length != text.Length || reading.Signs.Length != text.Length) return 0;
        var chance = 1.0;
        for (var i = 0; i < text.Length; i++) chance *= Chance(reading.Signs[i], text[i]);
        return chance;
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
            if (other != text && IsSure(read, settings) && AreTwo(other, text, settings)) return other;
        }
        return null;
    }

    /// <summary>The country more than half of the agreeing readings name; null where there is none.</summary>
    private static string? Country(PlateSighting[] agreeing) => agreeing.GroupBy(s => s.Reading.Country, StringComparer.Ordinal).FirstOrDefault(g => g.Count() * 2 > agreeing.Length)?.Key;
}
