using System.Collections.Immutable;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Qyran.Domain.Failures;

namespace Qyran.Vision.Onnx;

/// <summary>
/// One loaded graph with its buffers: write <see cref="Input"/>, call <see cref="Run"/>, read the outputs. Buffers are bound once, so a run
/// allocates nothing unless the graph leaves output sizes open. One thread at a time.
/// </summary>
internal sealed class ModelRun : IDisposable
{
    private const int MostValues = 32 * 1024 * 1024;

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly List<IDisposable> _owned = [];
    private readonly float[]?[] _floats;
    private readonly bool _open;
    private readonly float[] _input;
    private IDisposableReadOnlyCollection<OrtValue>? _last;

    private ModelRun(InferenceSession session, string picture, int width, int height)
    {
        (_session, Width, Height) = (session, width, height);
        _input = new float[3 * width * height];
        _binding = session.CreateIoBinding();
        Bind(picture, _input, [1, 3, height, width]);
        foreach (var (name, meta) in session.InputMetadata)
            if (name != picture) Bind(name, new long[] { width, height }, [.. meta.Dimensions.Select((d, i) => i == meta.Dimensions.Length - 1 ? 2L : 1L)]);
        _floats = new float[]?[session.OutputNames.Count];
        _open = session.OutputNames.Any(n => session.OutputMetadata[n] is var m && (m.ElementType != typeof(float) || m.Dimensions.Any(d => d < 1)));
        for (var i = 0; i < _floats.Length && !_open; i++) BindOutput(session.OutputNames[i], i);
        // a graph that suppresses doubles itself finds something in the one and nothing in the other
        _input.AsSpan().Fill(1);
        Run();
        _input.AsSpan().Clear();
        Run();
        Outputs = Shapes();
    }

    public int Width { get; }
    public int Height { get; }

    /// <summary>Outputs in the graph's order with the shapes of the trial run.</summary>
    public ImmutableArray<OutputShape> Outputs { get; }

    /// <summary>1×3×Height×Width, row-major; kept between runs.</summary>
    public Span<float> Input => _input;

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>Loads a graph and runs it on a white picture and on an empty one, so that what cannot run is refused here. Null with the reason otherwise.</summary>
    /// <param name="bytes">The file; the runtime keeps its own copy.</param>
    public static ModelRun? Load(byte[] bytes, int threads, int? width, int? height, out Failure? failure)
    {
        failure = null;
        InferenceSession? session = null;
        var tried = "";
        try
        {
            using var options = QuietSession.Options(Math.Max(1, threads));
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            session = new InferenceSession(bytes, options);
            if (Refusal(session) is { } refusal) failure = new(FailureKind.Unsupported, refusal);
            else if (PictureInput(session) is not { } picture)
                failure = new(FailureKind.Unsupported, $"the model wants no picture of 1×3×H×W float32: its inputs are {Describe(session.InputMetadata)}");
            else
            {
                var dims = session.InputMetadata[picture].Dimensions;
                var (h, w) = (dims[2] > 0 ? dims[2] : height ?? 640, dims[3] > 0 ? dims[3] : width ?? 640);
                if (dims[2] < 0 || dims[3] < 0) tried = $" on a picture of {w}×{h} pixels (it leaves the size open, a sidecar may name another)";
                if (w is >= 16 and <= 4096 && h is >= 16 and <= 4096)
                {
                    var loaded = new ModelRun(session, picture, w, h);
                    session = null;
                    return loaded;
                }
                failure = new(FailureKind.Unsupported, $"the model wants a picture of {w}×{h} pixels; 16 to 4096 are handled");
            }
        }
        catch (OnnxRuntimeException e)
        {
            failure = WeightsElsewhere(bytes) is { } file
                ? new(FailureKind.Unsupported, $"the model keeps its weights in another file ({file}); save it as one file, in Python: onnx.save(onnx.load('MODEL.onnx'), 'ONE.onnx')")
                : new(FailureKind.Unreadable, $"the file is not a model that ONNX Runtime can run{tried}: {OneLine(e.Message)}");
        }
        finally
        {
            session?.Dispose();
        }
        return null;
    }

    public void Run()
    {
        if (_open)
        {
            // a binding holds on to what the last run gave, and refuses another shape
            _last?.Dispose();
            _last = null;
            _binding.ClearBoundOutputs();
            foreach (var name in _session.OutputNames) _binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
        }
        _session.RunWithBinding(_options, _binding);
        if (_open) _last = _binding.GetOutputValues();
    }

    /// <summary>A float output of the last run; valid until the next.</summary>
    public ReadOnlySpan<float> Floats(int output) => _floats[output] is { } bound ? bound : _last!.ElementAt(output).GetTensorDataAsSpan<float>();

    /// <summary>An int64 output of the last run; valid until the next.</summary>
    public ReadOnlySpan<long> Longs(int output) => _last!.ElementAt(output).GetTensorDataAsSpan<long>();

    public void Dispose()
    {
        _last?.Dispose();
        _binding.Dispose();
        foreach (var owned in _owned) owned.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private static string? PictureInput(InferenceSession session)
    {
        string? found = null;
        foreach (var (name, meta) in session.InputMetadata)
        {
            if (meta.ElementType == typeof(float) && meta.Dimensions is [1 or < 0, 3 or < 0, not 0, not 0] && found is null) found = name;
            // the one other input known: the size boxes are to be given in
            else if (meta.ElementType != typeof(long) || meta.Dimensions is not ([_, 2 or < 1] or [2])) return null;
        }
        return found;
    }

    private static string? Refusal(InferenceSession session)
    {
        foreach (var (name, meta) in session.OutputMetadata)
        {
            if (!meta.IsTensor || (meta.ElementType != typeof(float) && meta.ElementType != typeof(long)))
                return $"output {name} is not a float32 or int64 tensor";
            if (meta.Dimensions.Aggregate(1L, (n, d) => n > MostValues ? n : n * Math.Max(1, d)) > MostValues)
                return $"output {name} holds more than {MostValues} values";
        }
        return null;
    }

    private static string Describe(IReadOnlyDictionary<string, NodeMetadata> nodes) =>
        string.Join(", ", nodes.Select(n => $"{n.Key} {string.Join('×', n.Value.Dimensions.Select(d => d < 0 ? "?" : $"{d}"))} {Word(n.Value.ElementType)}"));

    private static string Word(Type type) => type == typeof(float) ? "float32" : type == typeof(Float16) ? "float16" : type == typeof(long) ? "int64" : type.Name.ToLowerInvariant();

    /// <summary>The file that holds a graph's weights where it does not itself: the first <c>location</c> among its <c>external_data</c> (onnx.proto). Null where there is none.</summary>
    private static string? WeightsElsewhere(ReadOnlySpan<byte> bytes)
    {
        var entry = "\n\blocation\u0012"u8; // the key of eight characters, then the tag of its value
        var at = bytes.IndexOf(entry);
        if (at < 0) return null;
        var value = bytes[(at + entry.Length)..];
        return value is [> 0 and < 128 and var length, ..] && value.Length > length ? Encoding.UTF8.GetString(value.Slice(1, length)) : null;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ") is { Length: > 200 } longer ? longer[..200] + "…" : text.ReplaceLineEndings(" ");

    private void Bind<T>(string name, T[] values, long[] dims)
        where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(values, dims);
        _owned.Add(value);
        _binding.BindInput(name, value);
    }

    private void BindOutput(string name, int index)
    {
        var dims = _session.OutputMetadata[name].Dimensions;
        var values = new float[dims.Aggregate(1, (n, d) => n * d)];
        var value = OrtValue.CreateTensorValueFromMemory(values, [.. dims.Select(d => (long)d)]);
        _owned.Add(value);
        _floats[index] = values;
        _binding.BindOutput(name, value);
    }

    private ImmutableArray<OutputShape> Shapes()
    {
        var shapes = ImmutableArray.CreateBuilder<OutputShape>(_floats.Length);
        for (var i = 0; i < _floats.Length; i++)
        {
            var meta = _session.OutputMetadata[_session.OutputNames[i]];
            var dims = _open ? [.. _last!.ElementAt(i).GetTensorTypeAndShape().Shape.Select(d => checked((int)d))] : ImmutableArray.Create(meta.Dimensions);
            shapes.Add(new(_session.OutputNames[i], dims, meta.ElementType == typeof(long)));
        }
        return shapes.MoveToImmutable();
    }
}
