using System.Buffers.Binary;

namespace Qyran.Media.Recording;

/// <summary>
/// The <c>prft</c> box (ISO/IEC 14496-12, 8.16.5): at what time of day a stamp was. One stands before each fragment of a recording, so that a file needs nothing else
/// to be found in time, also when the program was killed.
/// </summary>
/// <param name="UtcUs">µs since the Unix epoch.</param>
/// <param name="Ticks">The stamp in the file that was shown then.</param>
internal readonly record struct TimeBox(long UtcUs, long Ticks)
{
    public const int Length = 32;
    private const long From1900 = 2_208_988_800;

    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt32BigEndian(into, Length);
        BinaryPrimitives.WriteUInt32BigEndian(into[4..], Boxes.Prft);
        BinaryPrimitives.WriteUInt32BigEndian(into[8..], 0x0100_0000); // version 1, the time of input to the encoder
        BinaryPrimitives.WriteUInt32BigEndian(into[12..], 1);
        var (seconds, us) = (Math.DivRem(UtcUs, 1_000_000).Quotient, Math.DivRem(UtcUs, 1_000_000).Remainder);
        BinaryPrimitives.WriteUInt32BigEndian(into[16..], unchecked((uint)(seconds + From1900)));
        BinaryPrimitives.WriteUInt32BigEndian(into[20..], (uint)(((us << 32) + 500_000) / 1_000_000));
        BinaryPrimitives.WriteInt64BigEndian(into[24..], Ticks);
    }

    /// <param name="content">Behind the box's head.</param>
    public static TimeBox? Read(ReadOnlySpan<byte> content)
    {
        if (content.Length != Length - Boxes.Head || content[0] != 1)
            return null;
        long seconds = BinaryPrimitives.ReadUInt32BigEndian(content[8..]);
        // the 32 bits run over in 2036; nobody has recorded before 1968
        seconds = (seconds < 0x8000_0000 ? seconds + 0x1_0000_0000 : seconds) - From1900;
        var us = ((BinaryPrimitives.ReadUInt32BigEndian(content[12..]) * 1_000_000L) + 0x8000_0000) >> 32;
        return new TimeBox((seconds * 1_000_000) + us, BinaryPrimitives.ReadInt64BigEndian(content[16..]));
    }
}
