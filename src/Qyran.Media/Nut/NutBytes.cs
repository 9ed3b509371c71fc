namespace Qyran.Media;

/// <summary>A cursor over one header's bytes. Reading past the end or a number that does not fit sets <see cref="Bad"/> and gives zeros.</summary>
internal ref struct NutBytes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public bool Bad { get; private set; }

    public ulong Unsigned()
    {
        ulong v = 0;
        for (var i = 0; i < 9 && _left.Length > 0; i++)
        {
            var b = _left[0];
            _left = _left[1..];
            v = (v << 7) | (b & 127u);
            if (b < 128)
                return v;
        }
        Bad = true;
        return 0;
    }

    public long Signed()
    {
        var v = (long)Unsigned() + 1;
        return (v & 1) != 0 ? -(v >> 1) : v >> 1;
    }

    /// <summary>A length and that many bytes.</summary>
    public byte[] Bytes(int most)
    {
        var n = Unsigned();
        if (Bad || n > (ulong)most || n > (ulong)_left.Length)
        {
            Bad = true;
            return [];
        }
        var got = _left[..(int)n].ToArray();
        _left = _left[(int)n..];
        return got;
    }
}
