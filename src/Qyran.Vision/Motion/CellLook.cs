namespace Qyran.Vision.Motion;

/// <summary>What one 4×4 cell shows against its background. Sums run over the changed pixels only.</summary>
/// <param name="Changed">One bit per changed pixel, row by row, bit 0 top left.</param>
/// <param name="Now">Sum of the changed pixels' brightness.</param>
/// <param name="Before">Sum of the background there.</param>
/// <param name="Residual">Sum of |now − before × Now/Before|: what a change of light alone does not explain.</param>
/// <param name="Tolerance">Sum of the tolerances there.</param>
internal readonly record struct CellLook(ushort Changed, int Now, int Before, int Residual, int Tolerance)
{
    public int Count => System.Numerics.BitOperations.PopCount(Changed);
}
