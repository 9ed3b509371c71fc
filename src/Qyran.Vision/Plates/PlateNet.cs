using Microsoft.ML.OnnxRuntime;
using Qyran.Domain.Failures;
using Qyran.Vision.Onnx;

namespace Qyran.Vision.Plates;

/// <summary>
/// A loaded network that takes one grey picture (1×1×H×W floats, 0 to 255). Buffers are bound once for each size it is used at, so a run allocates
/// nothing after the first of its size. One thread at a time.
/// </summary>
internal sealed class PlateNet : IDisposable
{
    /// <summary>Sizes whose buffers are kept; the least lately used goes.</summary>
    private const int KeptSizes = 8;
    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private readonly List<Size> sizes = [];

    private PlateNet(InferenceSession session) => this.session = session;

    /// <summary>Loads a file. Null with the reason when it is not there or is no such network.</summary>
    /// <param name="outputs">How many outputs it must have.</param>
    public static PlateNet? Load(string path, int outputs, out Failure? failure)
    {
        failure = null;
        InferenceSession? session = null;
        try
        {
            using var chosen = QuietSession.Options(threads: 1);
            session = new InferenceSession(File.ReadAllBytes(path), chosen);
            if (session.InputMetadata.Count == 1 && session.InputMetadata.Values.Single().Dimensions is [<= 1, 1, _, _] && session.OutputMetadata.Count == outputs)
            {
                var loaded = new PlateNet(session);
                session = null;
                return loaded;
            }
            failure = new(FailureKind.Unsupported, $"{Path.GetFileName(path)} does not take one grey picture or does not give {outputs} outputs");
        }
        catch (OnnxRuntimeException e)
        {
            failure = new(FailureKind.Unreadable, $"{Path.GetFileName(path)} is not a model that ONNX Runtime can run: {e.Message.ReplaceLineEndings(" ")}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.NotFound, $"cannot read the model {path}: {e.Message}");
        }
        finally
        {
            session?.Dispose();
        }
        return null;
    }

    /// <summary>The buffers for one picture size: write <see cref="Size.Input"/>, call <see cref="Size.Run"/>, read <see cref="Size.Output"/>.</summary>
    /// <param name="shapes">Shape of each output at this size.</param>
    public Size At(int width, int height, Func<int, int, long[][]> shapes)
    {
        for (var i = 0; i < sizes.Count; i++)
        {
            var known = sizes[i];
            if (known.Width != width || known.Height != height) continue;
            sizes.RemoveAt(i);
            sizes.Add(known);
            return known;
        }
        if (sizes.Count == KeptSizes)
        {
            sizes[0].Dispose();
            sizes.RemoveAt(0);
        }
        var made = new Size(session, options, width, height, shapes(width, height));
        sizes.Add(made);
        return made;
    }

    public void Dispose()
    {
        foreach (var size in sizes) size.Dispose();
        options.Dispose();
        session.Dispose();
    }

    internal sealed class Size : IDisposable
    {
        private readonly InferenceSession session;
        private readonly RunOptions options;
        private readonly OrtIoBinding binding;
        private readonly List<OrtValue> owned = [];
        private readonly float[][] outputs;

        public Size(InferenceSession session, RunOptions options, int width, int height, long[][] shapes)
        {
            (this.session, this.options, Width, Height) = (session, options, width, height);
            Input = new float[width * height];
            binding = session.CreateIoBinding();
            owned.Add(OrtValue.CreateTensorValueFromMemory(Input, [1, 1, height, width]));
            binding.BindInput(session.InputNames[0], owned[0]);
            outputs = new float[shapes.Length][];
            for (var i = 0; i < shapes.Length; i++)
            {
                outputs[i] = new float[shapes[i].Aggregate(1L, (n, d) => n * d)];
                owned.Add(OrtValue.CreateTensorValueFromMemory(outputs[i], shapes[i]));
                binding.BindOutput(session.OutputNames[i], owned[^1]);
            }
        }

        public int Width { get; }
        public int Height { get; }

        /// <summary>Row-major grey values, 0 to 255; kept between runs.</summary>
        public float[] Input { get; }

        /// <summary>Values of the last run, row-major.</summary>
        public ReadOnlySpan<float> Output(int i) => outputs[i];

        public void Run() => session.RunWithBinding(options, binding);

        public void Dispose()
        {
            binding.Dispose();
            foreach (var value in owned) value.Dispose();
        }
    }
}
