using Qyran.Domain.Plates;

namespace Qyran.Vision.Plates;

/// <summary>
/// The chance that a text is a plate's and right. The network's probability answers only "which text, if this is a plate"; whether it is one, the
/// finder's score and the text's own form say.
/// </summary>
internal static class PlateConfidence
{
    /// <summary>Spots scored from here on are plates as far as the finder can tell.</summary>
    private const double FoundForSure = 0.5;

    /// <summary>Texts without a digit are far more often words than plates.</summary>
    private const double OfWord = 0.5;

    /// <param name="probability">Of the text over all paths, 0 to 1.</param>
    /// <param name="found">The finder's score, 0 to 1.</param>
    public static double Of(double probability, string text, double found) => text.Length is < PlateForm.FewestRead or > PlateForm.MostRead ? 0
        : probability * Math.Min(1, FoundForSure + found) * (text.AsSpan().ContainsAnyInRange('0', '9') ? 1 : OfWord);
}
