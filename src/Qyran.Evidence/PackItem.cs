namespace Qyran.Evidence;

/// <summary>One file on its way into a pack: bytes in memory, or a file that is streamed.</summary>
/// <param name="FromPath">Null when <paramref name="Bytes"/> holds the contents.</param>
internal sealed record PackItem(string Name, ReadOnlyMemory<byte> Bytes, string? FromPath, Digest Digest, long? MediaUs, ManifestClip? Clip)
{
    public static PackItem Of(string name, ReadOnlyMemory<byte> bytes, long? mediaUs = null) => new(name, bytes, null, Digest.Of(bytes.Span), mediaUs, null);

    /// <summary>Reads the file once, for its digest.</summary>
    public static PackItem Of(PackClip clip)
    {
        using var file = File.OpenRead(clip.Path);
        return new(clip.Name, default, clip.Path, Digest.Of(file, long.MaxValue), null, new ManifestClip(clip.FromUs, clip.UntilUs, clip.OffsetUs));
    }

    public ManifestFile Entry => new(Name, Digest.Sha256, Digest.Length, MediaUs, Clip);
}
