using System.Text;

namespace Qyran.Tests.Vision.Onnx;

/// <summary>Writes the smallest ONNX graphs there are: a picture goes in, mostly unused, and constants come out. Field numbers are onnx.proto's.</summary>
internal sealed class TinyModel(int width, int height)
{
    private readonly MemoryStream _graph = new();
    private readonly MemoryStream _metadata = new();

    /// <summary>Leaves output sizes unnamed, as dynamic exports do.</summary>
    public bool OpenSizes { get; init; }

    /// <summary>Leaves the input's height and width unnamed.</summary>
    public bool OpenInput { get; init; }

    /// <summary>ONNX's number for the type of the picture's values; 1 is float32, 10 float16.</summary>
    public int InputType { get; init; } = 1;

    public TinyModel Output(string name, long[] dims, float[] values) => Constant(name, dims, 1, Raw(values));

    public TinyModel Output(string name, long[] dims, long[] values) => Constant(name, dims, 7, Raw(values));

    /// <summary>An output whose values lie in another file.</summary>
    public TinyModel OutputElsewhere(string name, long[] dims, string file) => Constant(name, dims, 1, t =>
    {
        Write(t, 13, Message(e => { Write(e, 1, "location"u8.ToArray()); Write(e, 2, Encoding.UTF8.GetBytes(file)); }));
        Number(t, 14, 1);
    });

    /// <summary>A car for every block of 8×8 pixels that is bright, in rows of six, as a graph that suppresses doubles itself ends with: how many there are, the picture tells.</summary>
    public TinyModel CarPerBrightBlock(string name)
    {
        var (columns, rows) = (width / 8, height / 8);
        // the pooled picture has three channels: every block is there three times
        float[] cars = [.. Enumerable.Range(0, 3 * columns * rows).SelectMany(i =>
        {
            var (x, y) = (8 * (i % columns), 8 * (i / columns % rows));
            return (float[])[x, y, x + 8, y + 8, 0.9f, 2];
        })];
        Weights("cars", [3 * columns * rows, 6], 1, Raw(cars));
        Weights("half", [1], 1, Raw([0.5f]));
        Weights("flat", [1], 7, Raw([-1L]));
        Node("AveragePool", ["picture"], "blocks", ("kernel_shape", [8, 8]), ("strides", [8, 8]));
        Node("Reshape", ["blocks", "flat"], "row");
        Node("Greater", ["row", "half"], "bright");
        Node("NonZero", ["bright"], "which");
        Node("Gather", ["cars", "which"], name);
        Write(_graph, 12, ValueOf(name, 1, [1, -1, 6], open: false));
        return this;
    }

    /// <summary>The picture itself in rows of six: of another size it does not fit.</summary>
    public TinyModel PictureInRows(string name)
    {
        Weights("rows", [3], 7, Raw((long[])[1, width * height / 2, 6]));
        Node("Reshape", ["picture", "rows"], name);
        Write(_graph, 12, ValueOf(name, 1, [1, width * height / 2, 6], open: false));
        return this;
    }

    public TinyModel AlsoTakesSize(string name)
    {
        Write(_graph, 11, ValueOf(name, 7, [1, 2], open: false));
        return this;
    }

    public TinyModel Metadata(string key, string value)
    {
        Write(_metadata, 14, Message(m => { Write(m, 1, Encoding.UTF8.GetBytes(key)); Write(m, 2, Encoding.UTF8.GetBytes(value)); }));
        return this;
    }

    public byte[] ToArray()
    {
        Write(_graph, 11, ValueOf("picture", InputType, OpenInput ? [1, 3, -1, -1] : [1, 3, height, width], open: false));
        Write(_graph, 2, "tiny"u8.ToArray());
        return Message(m =>
        {
            Number(m, 1, 8);
            Write(m, 8, Message(o => { Write(o, 1, []); Number(o, 2, 13); }));
            Write(m, 7, _graph.ToArray());
            m.Write(_metadata.ToArray());
        });
    }

    private TinyModel Constant(string name, long[] dims, int type, Action<MemoryStream> content)
    {
        Weights(name + "_value", dims, type, content);
        Node("Identity", [name + "_value"], name);
        Write(_graph, 12, ValueOf(name, type, dims, OpenSizes));
        return this;
    }

    private void Weights(string name, long[] dims, int type, Action<MemoryStream> content) => Write(_graph, 5, Message(t =>
    {
        foreach (var d in dims) Number(t, 1, d);
        Number(t, 2, type);
        Write(t, 8, Encoding.UTF8.GetBytes(name));
        content(t);
    }));

    private void Node(string op, string[] inputs, string output, params (string Name, long[] Values)[] lists) => Write(_graph, 1, Message(n =>
    {
        foreach (var input in inputs) Write(n, 1, Encoding.UTF8.GetBytes(input));
        Write(n, 2, Encoding.UTF8.GetBytes(output));
        Write(n, 4, Encoding.UTF8.GetBytes(op));
        foreach (var (name, values) in lists)
            Write(n, 5, Message(a =>
            {
                Write(a, 1, Encoding.UTF8.GetBytes(name));
                foreach (var v in values) Number(a, 8, v);
                Number(a, 20, 7);
            }));
    }));

    private static byte[] ValueOf(string name, int type, long[] dims, bool open) => Message(v =>
    {
        Write(v, 1, Encoding.UTF8.GetBytes(name));
        Write(v, 2, Message(t => Write(t, 1, Message(tensor =>
        {
            Number(tensor, 1, type);
            Write(tensor, 2, Message(shape =>
            {
                for (var i = 0; i < dims.Length; i++)
                    Write(shape, 1, Message(d => { if ((open && i > 0) || dims[i] < 0) Write(d, 2, Encoding.UTF8.GetBytes($"{name}_d{i}")); else Number(d, 1, dims[i]); }));
            }));
        }))));
    });

    private static Action<MemoryStream> Raw<T>(T[] values)
        where T : unmanaged => t => Write(t, 9, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static byte[] Message(Action<MemoryStream> write)
    {
        var to = new MemoryStream();
        write(to);
        return to.ToArray();
    }

    private static void Write(MemoryStream to, int field, byte[] bytes)
    {
        Varint(to, (ulong)((field << 3) | 2));
        Varint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void Number(MemoryStream to, int field, long value)
    {
        Varint(to, (ulong)(field << 3));
        Varint(to, (ulong)value);
    }

    private static void Varint(MemoryStream to, ulong value)
    {
        for (; value >= 0x80; value >>= 7) to.WriteByte((byte)(value | 0x80));
        to.WriteByte((byte)value);
    }
}
