using System.Buffers;
using System.Security.Cryptography;
using Qyran.Domain.Failures;

namespace Qyran.Storage.Files;

/// <summary>
/// Where the files lie: <c>evidence/</c>, <c>recordings/</c>, <c>found/</c> (what a recovery could not place) and the SQLite file. A file gets its
/// name only when it is whole and on disk; until then it ends in <c>.partial</c>. Failures of the disk come as <see cref="StoreException"/>.
/// </summary>
public sealed class DataFolder
{
    public const string Evidence = "evidence", Recordings = "recordings", Found = "found";

    /// <summary>Ends the name of a file that is still being written.</summary>
    public const string Partial = ".partial";

    private DataFolder(string root) => Root = root;

    /// <summary>Absolute.</summary>
    public string Root { get; }

    /// <summary>Where the embedded database is.</summary>
    public string Database => Path.Combine(Root, "qyran.db");

    /// <summary>Where what is found waits while the database is away (<see cref="Queue.Outbox"/>).</summary>
    public string Outbox => Path.Combine(Root, "outbox.db");

    /// <summary>Opens the folder and makes what is missing in it.</summary>
    public static (DataFolder?, Failure?) Open(string root)
    {
        try
        {
            var folder = new DataFolder(Path.GetFullPath(root));
            foreach (var name in (string[])[Evidence, Recordings, Found]) Make(Path.Combine(folder.Root, name));
            return (folder, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Failed(root, e));
        }
    }

    /// <summary>The folder as it is, changing nothing.</summary>
    public static DataFolder AsItIs(string root) => new(Path.GetFullPath(root));

    /// <summary>The absolute path of a file below the folder. Throws on a path that leaves it: such a one is made by no part of the program.</summary>
    public string Full(string path) => path.Split('/') is [Evidence or Recordings or Found, _, ..] parts && parts.All(p => p is not ("" or "." or "..") && !p.Contains('\0', StringComparison.Ordinal))
        ? Path.Combine(Root, path) : throw new ArgumentException($"'{path}' is no path below {Evidence}/, {Recordings}/ or {Found}/");

    /// <summary>Writes a new file: created exclusively, written, flushed, named, its folder flushed. After any failure no file of this name is there.</summary>
    public StoredFile Create(string path, Action<Stream> write)
    {
        var full = Full(path);
        try
        {
            Make(Path.GetDirectoryName(full)!);
            if (File.Exists(full)) throw new StoreException(new Failure(FailureKind.Invalid, $"{path} is there already; evidence is never overwritten"));
            var file = new FileStream(full + Partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 128 * 1024 });
            try
            {
                using var hashing = new HashingStream(file);
                write(hashing);
                file.Flush(flushToDisk: true);
                file.Dispose();
                Name(full + Partial, full);
                return new StoredFile(path, hashing.Length, hashing.Sha256());
            }
            catch
            {
                Abandon(file, full + Partial);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(Failed(path, e), e);
        }
    }

    /// <summary>
    /// For a file something else has written (a recorder, a pack writer): flushes it, gives it its name if it has another, flushes the folder and measures it.
    /// </summary>
    /// <param name="from">Its name so far; null when it has its name already.</param>
    public StoredFile Settle(string path, string? from = null)
    {
        try
        {
            Make(Path.GetDirectoryName(Full(path))!);
            Durable.Flush(Full(from ?? path));
            if (from is not null) Name(Full(from), Full(path));
            else Durable.Flush(Path.GetDirectoryName(Full(path))!);
            return Measure(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(Failed(path, e), e);
        }
    }

    /// <summary>Reads a file through.</summary>
    /// <param name="read">Told of every piece read, in bytes.</param>
    internal StoredFile Measure(string path, Action<int>? read = null, CancellationToken stop = default)
    {
        using var file = new FileStream(Full(path), new FileStreamOptions { Mode = FileMode.Open, BufferSize = 0, Options = FileOptions.SequentialScan });
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        try
        {
            long length = 0;
            while (file.Read(buffer) is > 0 and var n)
            {
                stop.ThrowIfCancellationRequested();
                sha.AppendData(buffer, 0, n);
                length += n;
                read?.Invoke(n);
            }
            return new StoredFile(path, length, Convert.ToHexStringLower(sha.GetCurrentHash()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Deletes files whose rows are gone already; one that is missing is no failure. One that cannot be deleted is told when the others are.</summary>
    internal void Delete(IReadOnlyList<string> paths)
    {
        StoreException? refused = null;
        foreach (var path in paths) Try(path, () => File.Delete(Full(path)));
        foreach (var folder in paths.GroupBy(p => Path.GetDirectoryName(Full(p))!))
            if (Directory.Exists(folder.Key)) Try(folder.First(), () => Durable.Flush(folder.Key));
        if (refused is not null) throw refused;

        void Try(string path, Action what)
        {
            try
            {
                what();
            }
            catch (DirectoryNotFoundException)
            {
                // the folder is gone with all that was in it
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                refused ??= new StoreException(Failed(path, e), e);
            }
        }
    }

    /// <summary>The order of a device's packs: it lies beside them and grows, so it has no row; checking the packs checks it.</summary>
    private const string Chain = "chain.jsonl";

    /// <summary>Every file below evidence and recordings but the chains; links are listed, never followed.</summary>
    internal IEnumerable<FileInfo> Files() => ((string[])[Evidence, Recordings]).Select(n => new DirectoryInfo(Path.Combine(Root, n))).Where(d => d.Exists)
        .SelectMany(d => d.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false }))
        .Where(f => f.Name != Chain);

    internal string Relative(FileInfo file) => Path.GetRelativePath(Root, file.FullName);

    internal static Failure Failed(string path, Exception e)
    {
        const int noSpace = 28, quota = 122, tooLarge = 27; // ENOSPC, EDQUOT, EFBIG
        return new Failure(FailureKind.CannotWrite, e.HResult is noSpace or quota or tooLarge ? $"cannot write {path}: the disk is full" : $"cannot write {path}: {e.Message}");
    }

    /// <summary>Renames without ever replacing, and makes the new name last.</summary>
    internal static void Name(string from, string to)
    {
        File.Move(from, to, overwrite: false);
        Durable.Flush(Path.GetDirectoryName(to)!);
        if (Path.GetDirectoryName(from) is { } left && left != Path.GetDirectoryName(to)) Durable.Flush(left);
    }

    /// <summary>A folder is a name in its parent: it is made to last as well.</summary>
    internal static void Make(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder)!;
        Make(parent);
        Directory.CreateDirectory(folder);
        Durable.Flush(parent);
    }

    private static void Abandon(FileStream file, string path)
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // what it could not write is given up anyway
        }
        File.Delete(path);
    }
}
