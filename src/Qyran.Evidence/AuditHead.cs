using System.Text;

namespace Qyran.Evidence;

/// <summary>
/// The audit log's end at some moment, signed by the device's key. Kept outside the database: whoever cuts lines off the log's end there cannot take this back.
/// </summary>
/// <param name="Sequence">Of the last line then; 0: there was none.</param>
/// <param name="Sha256">That line's hash, lower-case hex.</param>
/// <param name="AtUs">µs since the Unix epoch, UTC.</param>
/// <param name="KeyId">Whose signature fits; see <see cref="DeviceKey.Id"/>.</param>
public sealed record AuditHead(long Sequence, string Sha256, long AtUs, string KeyId)
{
    /// <summary>One line with its signature, ending in a line feed.</summary>
    public static string Sign(long sequence, string sha256, long atUs, DeviceKey key)
    {
        var head = new AuditHead(sequence, sha256, atUs, key.Id);
        var signature = new PackSignature(key.Id, key.PublicKey, key.Sign(head.Bytes()));
        return Encoding.UTF8.GetString(Json.Write(indented: false, json =>
        {
            json.WriteStartObject();
            head.Fields(json);
            json.WriteBase64String("public_key", signature.PublicKey);
            json.WriteBase64String("signature", signature.Signature);
            json.WriteEndObject();
        }));
    }

    /// <summary>The head of a line, or null and what is wrong with it.</summary>
    public static AuditHead? Read(string line, out string? fault)
    {
        (AuditHead Head, PackSignature Signature)? read = null;
        _ = Json.Read(Encoding.UTF8.GetBytes(line), at =>
        {
            var head = new AuditHead(at.Long("seq"), at.Text("sha256"), at.Long("at_us"), at.Text("key_id"));
            read = (head, new PackSignature(head.KeyId, at.GetProperty("public_key").GetBytesFromBase64(), at.GetProperty("signature").GetBytesFromBase64()));
            return head;
        });
        fault = read is not { } r ? "it is no signed head" : r.Signature.Fault(r.Head.Bytes()) is null ? null : "its signature does not fit";
        return fault is null ? read!.Value.Head : null;
    }

    private byte[] Bytes() => Json.Write(indented: false, json =>
    {
        json.WriteStartObject();
        Fields(json);
        json.WriteEndObject();
    });

    private void Fields(System.Text.Json.Utf8JsonWriter json)
    {
        json.WriteNumber("seq", Sequence);
        json.WriteString("sha256", Sha256);
        json.WriteNumber("at_us", AtUs);
        json.WriteString("key_id", KeyId);
    }
}
