using System.Security.Cryptography;

namespace Qyran.Evidence;

/// <summary>Length, CRC-32 and SHA-256 of some bytes, found in one pass.</summary>
/// <param name="Sha256">Lower-case hex.</param>
internal readonly record struct Digest(long Length, uint Crc, string Sha256)
{
    public static Digest Of(ReadOnlySpan<byte> bytes) => new(bytes.Length, Crc32.Append(0, bytes), Hex(SHA256.HashData(bytes)));

    /// <summary>Reads at most <paramref name="limit"/> bytes; a shorter stream gives a shorter length, never an exception.</summary>
    /// <param name="copyTo">Where the bytes go as well; null when only the digest is wanted.</param>
    public static Digest Of(Stream from, long limit, Stream? copyTo = null, CancellationToken stop = default)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        long length = 0;
        uint crc = 0;
        while (length < limit)
        {
            stop.ThrowIfCancellationRequested();
            var n = from.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - length));
            if (n == 0) break;
            var part = buffer.AsSpan(0, n);
            crc = Crc32.Append(crc, part);
            sha.AppendData(part);
            copyTo?.Write(part);
            length += n;
        }
        return new Digest(length, crc, Hex(sha.GetHashAndReset()));
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
