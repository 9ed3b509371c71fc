namespace Qyran.Line.Outputs;

/// <summary>Writing so that what bears a name is whole, also on a disk that fills up.</summary>
internal static class WholeFile
{
    /// <summary>Ending of a file that has not got its name yet.</summary>
    public const string NextEnding = ".next";

    /// <summary>To a neighbour first, then renamed. Throws IOException when the disk refuses; then nothing is left of it.</summary>
    public static void Write(string path, byte[] bytes)
    {
        var next = path + NextEnding;
        try
        {
            File.WriteAllBytes(next, bytes);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(next);
            throw;
        }
    }

    /// <summary>Adds all of the bytes to an unbuffered file, or none of them.</summary>
    public static void WriteWhole(this FileStream file, ReadOnlySpan<byte> bytes)
    {
        var before = file.Position;
        try
        {
            file.Write(bytes);
        }
        catch (IOException)
        {
            file.SetLength(before);
            throw;
        }
    }
}
