namespace Qyran.Vision.Motion;

/// <summary>A group of cells; edges in cells, right and bottom exclusive.</summary>
internal record struct Region
{
    public int Left, Top, Right, Bottom, Cells;

    public readonly int Width => Right - Left;
    public readonly int Height => Bottom - Top;
}
