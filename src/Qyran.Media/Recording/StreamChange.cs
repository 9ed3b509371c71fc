using System.Buffers.Binary;

namespace Qyran.Media.Recording;

/// <summary>
/// Finds out that a camera began to send another kind of picture on the same connection (its size, its profile was set anew): key pictures then carry other parameter sets than the
/// stream began with, and what is recorded on could not be decoded. Knows H.264 and H.265; of other codecs it says nothing.
/// </summary>
public static class StreamChange
{
    private const int MostUnits = 16;

    /// <summary>True when the fragment's first picture carries a sequence parameter set that the stream did not begin with.</summary>
    public static bool Differs(Fragment fragment)
    {
        if (!fragment.StartsWithKey || fragment.Init.Codec is not { } codec)
            return false;
        var hevc = codec.StartsWith('h');
        var init = fragment.Init.Bytes.Span;
        var bytes = fragment.Bytes.Span;
        if (!Boxes.TryHead(bytes, out var moof, out _) || moof + Boxes.Head > bytes.Length)
            return false;
        var data = bytes[((int)moof + Boxes.Head)..];
        // NAL units with lengths of four bytes, as ffmpeg writes them; parameter sets stand before the picture
        for (var n = 0; n < MostUnits && data.Length > 5; n++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(data);
            if (length < 2 || length > data.Length - 4)
                return false;
            var unit = data.Slice(4, (int)length);
            var kind = hevc ? (unit[0] >> 1) & 63 : unit[0] & 31;
            if (hevc ? kind < 32 : kind is >= 1 and <= 5)
                return false; // the picture itself
            if (kind == (hevc ? 33 : 7) && init.IndexOf(unit) < 0)
                return true;
            data = data[(4 + (int)length)..];
        }
        return false;
    }
}
