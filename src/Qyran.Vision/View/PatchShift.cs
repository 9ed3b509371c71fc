namespace Qyran.Vision.View;

/// <summary>A patch's middle in the reference, from the picture's middle, and how far it lies from there now; analysed pixels.</summary>
internal readonly record struct PatchShift(double X, double Y, double Dx, double Dy);
