using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qyran.Line.Outputs;

/// <summary>A file of one JSON object a line; each line is handed over whole when it is written, so what was finished stays and no half line does.</summary>
public sealed class JsonLines(string path) : IDisposable
{
    private readonly FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object; <paramref name="write"/> fills its members. Throws IOException when the disk refuses.</summary>
    public void Add(Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        file.WriteWhole(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    public void Dispose() => file.Dispose();
}
