namespace Qyran.Server.Devices;

/// <summary>How much a device may hand in at once.</summary>
internal static class IngestLimits
{
    /// <summary>All parts together, bytes.</summary>
    public const long MostBytes = 256L << 20;

    /// <summary>The statement, bytes.</summary>
    public const int StatementBytes = 64 << 10;

    public const int MostFiles = 12;

    /// <summary>Kinds of files: the part's name, its largest size in bytes, how its name ends here, and what it must begin with.</summary>
    public static IngestKind? Kind(string? part) => part switch
    {
        "photo" => new(20L << 20, ".jpg", "a JPEG picture", head => head is [0xFF, 0xD8, 0xFF, ..]),
        "video" => new(128L << 20, ".mp4", "an MP4 file", head => head is [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..]),
        "pack" => new(128L << 20, ".zip", "a ZIP file", head => head is [(byte)'P', (byte)'K', 3, 4, ..]),
        _ => null,
    };

    internal delegate bool Beginning(ReadOnlySpan<byte> head);

    /// <param name="What">For people: what it must be.</param>
    internal sealed record IngestKind(long MostBytes, string Extension, string What, Beginning Fits);
}
