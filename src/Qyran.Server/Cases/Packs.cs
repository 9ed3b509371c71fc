using System.Collections.Immutable;
using System.IO.Compression;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.Server.Cases;

/// <summary>Looks into packs. A caller names a case, and a file by a name this class has listed: no path comes from outside. Any thread.</summary>
internal sealed class Packs(DataFolder folder)
{
    /// <summary>Nothing a person looks at is larger; a pack that says otherwise is not opened.</summary>
    private const long MostBytes = 256L << 20;

    /// <summary>Full path of a case's pack; null when it has none or the file is gone.</summary>
    public string? PathOf(CaseRow made) => made.Evidence is { } path && folder.Full(path) is var full && File.Exists(full) ? full : null;

    /// <summary>Pictures and clip, in the order they were packed.</summary>
    public ImmutableArray<string> Shown(CaseRow made)
    {
        if (PathOf(made) is not { } path) return [];
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return [.. zip.Entries.Select(e => e.FullName).Where(n => TypeOf(n) is not null)];
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return []; // the check says what is wrong with it
        }
    }

    /// <summary>One file's bytes and type; null when the pack has none of this name.</summary>
    public (byte[] Bytes, string Type)? Read(CaseRow made, string name)
    {
        if (TypeOf(name) is not { } type || PathOf(made) is not { } path) return null;
        try
        {
            using var zip = ZipFile.OpenRead(path);
            if (zip.GetEntry(name) is not { Length: <= MostBytes } entry) return null;
            using var from = entry.Open();
            var bytes = new byte[entry.Length];
            from.ReadExactly(bytes);
            return (bytes, type);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return null;
        }
    }

    private static string? TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".jpg" => "image/jpeg",
        ".mp4" => "video/mp4",
        _ => null,
    };
}
