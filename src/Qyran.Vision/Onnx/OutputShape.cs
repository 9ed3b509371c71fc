using System.Collections.Immutable;

namespace Qyran.Vision.Onnx;

/// <summary>One output as the trial run gave it.</summary>
/// <param name="IsInt64">Otherwise float32; other types are refused before.</param>
internal sealed record OutputShape(string Name, ImmutableArray<int> Dims, bool IsInt64)
{
    public override string ToString() => $"{Name} {(Dims.IsEmpty ? "(one number)" : string.Join('×', Dims))}{(IsInt64 ? " int64" : "")}";
}
