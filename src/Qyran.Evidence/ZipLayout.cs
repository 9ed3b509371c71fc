using System.Buffers.Binary;
using System.Text;

namespace Qyran.Evidence;

/// <summary>
/// The only ZIP bytes a pack may consist of. Entries are stored, dates are 1 January 1980, there are no extra fields and no
/// comments, so every byte that is not content follows from names and contents: the verifier recomputes it and compares, and a
/// changed bit anywhere is found. Nothing of a sound pack is ever inflated, so it cannot be a zip bomb. (APPNOTE 6.3 §4.3; no ZIP64.)
/// </summary>
internal static class ZipLayout
{
    public const uint LocalMark = 0x04034b50;
    public const uint CentralMark = 0x02014b50;
    public const uint EndMark = 0x06054b50;
    public const int LocalLength = 30;
    public const int EndLength = 22;
    /// <summary>ZIP without ZIP64 ends at 4 GiB and 65,535 entries.</summary>
    public const long LargestPack = uint.MaxValue - 1;
    public const int MostEntries = 1000;
    private const ushort Date1980 = 0x0021;

    public static byte[] Local(string name, in Digest of)
    {
        var bytes = new byte[LocalLength + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, LocalMark);
        Common(bytes.AsSpan(4), name, of);
        Encoding.ASCII.GetBytes(name, bytes.AsSpan(LocalLength));
        return bytes;
    }

    public static byte[] Central(string name, in Digest of, long localOffset)
    {
        var bytes = new byte[46 + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, CentralMark);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), 0x0314); // made by: Unix, version 2.0
        Common(bytes.AsSpan(6), name, of);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(38), 0x81A40000); // a regular file, mode 0644
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(42), checked((uint)localOffset));
        Encoding.ASCII.GetBytes(name, bytes.AsSpan(46));
        return bytes;
    }

    public static byte[] End(int entries, long centralLength, long centralOffset)
    {
        var bytes = new byte[EndLength];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, EndMark);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)entries));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), checked((ushort)entries));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), checked((uint)centralLength));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), checked((uint)centralOffset));
        return bytes;
    }

    // from "version needed" on, local and central headers are alike; flags, method, time and the extra field's length stay 0
    private static void Common(Span<byte> at, string name, in Digest of)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, 20);
        BinaryPrimitives.WriteUInt16LittleEndian(at[8..], Date1980);
        BinaryPrimitives.WriteUInt32LittleEndian(at[10..], of.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(at[14..], checked((uint)of.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(at[18..], checked((uint)of.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(at[22..], checked((ushort)name.Length));
    }
}
