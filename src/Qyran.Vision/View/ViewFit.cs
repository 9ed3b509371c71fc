namespace Qyran.Vision.View;

/// <summary>
/// A common movement of the picture: shift, turn and zoom about the picture's middle. A point at (x, y) from there moves by
/// (Dx + Zoom·x − Turn·y, Dy + Turn·x + Zoom·y). A camera that pans or tilts shifts its picture, one that rolls turns it.
/// </summary>
internal readonly record struct ViewFit(double Dx, double Dy, double Turn, double Zoom)
{
    public (double Dx, double Dy) At(double x, double y) => (Dx + (Zoom * x) - (Turn * y), Dy + (Turn * x) + (Zoom * y));

    public double Off(in PatchShift patch)
    {
        var (dx, dy) = At(patch.X, patch.Y);
        return double.Hypot(patch.Dx - dx, patch.Dy - dy);
    }
}
