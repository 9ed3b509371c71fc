using System.Security.Cryptography;
using Qyran.Domain.Audit;

namespace Qyran.Evidence;

/// <summary>How a line of the audit log becomes the bytes that are hashed: the same way of writing JSON as in a pack's manifest, the hash of the line before among them.</summary>
public static class AuditChain
{
    /// <summary>SHA-256 of the line's canonical JSON, lower-case hex.</summary>
    public static string Hash(AuditEntry line) => Digest.Hex(SHA256.HashData(Bytes(line)));

    private static byte[] Bytes(AuditEntry line) => Json.Write(indented: false, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("seq", line.Sequence);
        json.WriteNumber("at_us", line.AtUs);
        json.WriteString("who_id", line.WhoId);
        json.WriteString("who", line.Who);
        json.WriteString("origin", line.From);
        json.WriteString("act", line.Act);
        json.WriteString("thing", line.Thing);
        json.WriteString("result", line.Result);
        json.WriteString("detail", line.Detail);
        json.WriteString("previous", line.Previous);
        json.WriteEndObject();
    });
}
