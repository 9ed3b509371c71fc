using System.Text;
using Microsoft.ML.OnnxRuntime;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

/// <summary>
/// The shipped models compute in whole numbers (training/quantize.py). A pair of steps that the runtime cannot fuse leaves a layer in floats, silently and at
/// three times the time; so the layers of the graph that it really runs are counted.
/// </summary>
public sealed class WholeNumbersTests : IDisposable
{
    private readonly string _optimized = Path.GetTempFileName();

    public void Dispose() => File.Delete(_optimized);

    [Theory]
    [InlineData("road.onnx", 53, 4)] // the first layer, and the last of each of three levels
    [InlineData("road-close.onnx", 14, 2)] // the first and the last layer
    [InlineData("plate-finder.onnx", 16, 2)] // the last of each of two levels
    [InlineData("plate-reader.onnx", 22, 2)] // the first and the last layer
    public void All_but_the_outer_layers_are_fused(string model, int whole, int floats)
    {
        using var options = QuietSession.Options(threads: 1);
        options.OptimizedModelFilePath = _optimized;
        using (new InferenceSession(Path.Combine(Material.Project, "models", model), options)) { }
        var graph = File.ReadAllBytes(_optimized);
        Assert.Equal((whole, floats), (Layers(graph, "QLinearConv"), Layers(graph, "Conv")));
    }

    /// <summary>How often a node of this kind stands in an ONNX file: field 4 of a node, a string with its length before it.</summary>
    private static int Layers(ReadOnlySpan<byte> graph, string kind) => graph.Count<byte>((byte[])[0x22, (byte)kind.Length, .. Encoding.ASCII.GetBytes(kind)]);
}
