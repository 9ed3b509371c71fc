namespace Qyran.Vision.Motion;

/// <summary>Cells that may be one vehicle; edges in cells until it is trimmed, then in pixels; right and bottom exclusive.</summary>
/// <param name="Cells">How many cells are its own; the box may hold others.</param>
/// <param name="Family">Label of the changed area (light or thing) it lies in; not positive when unknown.</param>
internal readonly record struct Blob(int Left, int Top, int Right, int Bottom, int Cells, int Family);
