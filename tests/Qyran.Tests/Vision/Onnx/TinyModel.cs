using System.Text;

namespace Qyran.Tests.Vision.Onnx;

/// <summary>Writes the smallest ONNX graph there is: a picture goes in unused, constants come out. Field numbers are onnx.proto's.</summary>
internal sealed class TinyModel(int width, int height)
{
    private readonly MemoryStream _graph = new();
    private readonly MemoryStream _metadata = new();

    /// <summary>Leaves output sizes unnamed, as dynamic exports do.</summary>
    public bool OpenSizes { get; init; }

    /// <summary>Leaves the input's height and width unnamed.</summary>
    public bool OpenInput { get; init; }

    public TinyModel Output(string name, long[] dims, float[] values) => Constant(name, dims, 1, Bytes(values));

    public TinyModel Output(string name, long[] dims, long[] values) => Constant(name, dims, 7, Bytes(values));

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
        Write(_graph, 11, ValueOf("picture", 1, OpenInput ? [1, 3, -1, -1] : [1, 3, height, width], open: false));
        Write(_graph, 2, "tiny"u8.ToArray());
        return Message(m =>
        {
            Number(m, 1, 8);
            Write(m, 8, Message(o => { Write(o, 1, []); Number(o, 2, 13); }));
            Write(m, 7, _graph.ToArray());
            m.Write(_metadata.ToArray());
        });
    }

    private TinyModel Constant(string name, long[] dims, int type, byte[] raw)
    {
        Write(_graph, 5, Message(t =>
        {
            foreach (var d in dims) Number(t, 1, d);
            Number(t, 2, type);
            Write(t, 8, Encoding.UTF8.GetBytes(name + "_value"));
            Write(t, 9, raw);
        }));
        Write(_graph, 1, Message(n =>
        {
            Write(n, 1, Encoding.UTF8.GetBytes(name + "_value"));
            Write(n, 2, Encoding.UTF8.GetBytes(name));
            Write(n, 4, "Identity"u8.ToArray());
        }));
        Write(_graph, 12, ValueOf(name, type, dims, OpenSizes));
        return this;
    }

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

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

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
