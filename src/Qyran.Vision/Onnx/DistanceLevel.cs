namespace Qyran.Vision.Onnx;

/// <summary>One level of a NanoDet-like head.</summary>
/// <param name="Scores">Index of the output with class scores.</param>
/// <param name="Distances">Index of the output with the distributions.</param>
/// <param name="Columns">Cells across.</param>
/// <param name="Rows">Cells down.</param>
/// <param name="Stride">Input pixels per cell.</param>
internal readonly record struct DistanceLevel(int Scores, int Distances, int Columns, int Rows, int Stride);
