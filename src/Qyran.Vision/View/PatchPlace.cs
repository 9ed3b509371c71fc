namespace Qyran.Vision.View;

/// <summary>Where a patch was found: its left upper corner, analysed pixels with fractions, and its normalised correlation (-1 to 1).</summary>
internal readonly record struct PatchPlace(double Left, double Top, double Likeness);
