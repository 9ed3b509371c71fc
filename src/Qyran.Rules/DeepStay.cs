namespace Qyran.Rules;

/// <summary>A way driven well inside an area.</summary>
/// <param name="Inside">Indices of the path's samples well inside; between them it may have been on the edge.</param>
/// <param name="Metres">From the first to the last of them; null without a survey.</param>
/// <param name="Pixels">The same in the picture, raw px.</param>
internal sealed record DeepStay(List<int> Inside, ContactSample From, ContactSample Until, double? Metres, double Pixels)
{
    /// <summary>Of all samples from the first to the last one well inside, how many are, 0…1.</summary>
    public double Share => (double)Inside.Count / (Inside[^1] - Inside[0] + 1);

    /// <summary>The way as a verdict's fact.</summary>
    public (string Name, object Value) Way => Metres is { } metres ? ("way_m", Math.Round(metres, 1)) : ("way_px", Math.Round(Pixels, 0));
}
