using System.Collections.Immutable;
using Qyran.Domain.Failures;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Qyran.Domain.Plates;

/// <summary>The plate forms of all countries that have a pack.</summary>
public sealed class PlateGrammar
{
    /// <summary>How much less a text counts that no form of its country has. Small, for such plates exist; not nothing, for packs are never complete.</summary>
    public const double OtherForm = 0.05;

    private readonly ImmutableSortedDictionary<string, PlateForms> countries;

    public PlateGrammar(IEnumerable<PlateForms> countries) => this.countries = countries.ToImmutableSortedDictionary(c => c.Country, c => c, StringComparer.Ordinal);

    /// <summary>No packs: every text counts the same.</summary>
    public static PlateGrammar None { get; } = new([]);

    /// <summary>1 for a text that its country's forms have, or whose country has no pack; <see cref="OtherForm"/> otherwise.</summary>
    public double Weight(string country, ReadOnlySpan<char> text) =>
        !countries.TryGetValue(country, out var forms) || forms.Fit(text) ? 1 : OtherForm;

    /// <summary>Reads one pack's <c>plates.yaml</c>. Null with the reason when it is not one.</summary>
    public static PlateForms? Read(string yaml, out Failure? failure)
    {
        failure = null;
        try
        {
            var pack = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(yaml) ?? [];
            if (pack.GetValueOrDefault("country") is string { Length: 2 } country && pack.GetValueOrDefault("letters") is string { Length: > 0 } letters
                && pack.GetValueOrDefault("source") is string { Length: > 0 } && pack.GetValueOrDefault("forms") is List<object> { Count: > 0 } forms
                && forms.All(f => f is string { Length: > 0 } form && IsForm(form)))
                return new(country, letters, [.. forms.Cast<string>()]);
            failure = new(FailureKind.Invalid, "a plate pack holds country (two letters), letters, source and forms (of 9, A, a and =X)");
        }
        catch (YamlException e)
        {
            failure = new(FailureKind.Invalid, $"line {e.Start.Line}: {e.Message}");
        }
        return null;
    }

    /// <summary>A sign given as itself may be none of the letters: Russian diplomats have a D.</summary>
    private static bool IsForm(string form)
    {
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] is '9' or 'A' or 'a') continue;
            if (form[i] != '=' || ++i == form.Length || !(char.IsAsciiLetterUpper(form[i]) || char.IsAsciiDigit(form[i]))) return false;
        }
        return true;
    }
}
