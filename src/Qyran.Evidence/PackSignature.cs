using System.Security.Cryptography;

namespace Qyran.Evidence;

/// <summary>The device's signature over the manifest's bytes, with the public key to check it by.</summary>
/// <param name="KeyId">SHA-256 (lower-case hex) of <paramref name="PublicKey"/>.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, DER.</param>
/// <param name="Signature">r and s, 32 bytes each, big-endian.</param>
internal sealed record PackSignature(string KeyId, byte[] PublicKey, byte[] Signature)
{
    private const string Algorithm = "ecdsa-p256-sha256";

    public byte[] Write() => Json.Write(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteString("algorithm", Algorithm);
        json.WriteString("key_id", KeyId);
        json.WriteBase64String("public_key", PublicKey);
        json.WriteBase64String("signature", Signature);
        json.WriteEndObject();
    });

    /// <summary>Null unless the bytes are exactly what <see cref="Write"/> makes of the values in them.</summary>
    public static PackSignature? Read(ReadOnlyMemory<byte> bytes)
    {
        var read = Json.Read(bytes, at => new PackSignature(
            at.Text("key_id"), at.GetProperty("public_key").GetBytesFromBase64(), at.GetProperty("signature").GetBytesFromBase64()));
        return read is not null && read.Write().AsSpan().SequenceEqual(bytes.Span) ? read : null;
    }

    /// <summary>Null when the signature is this key's over these bytes; else what is wrong.</summary>
    public string? Fault(ReadOnlySpan<byte> manifest)
    {
        if (Digest.Hex(SHA256.HashData(PublicKey)) != KeyId) return "its key id does not belong to its public key";
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(PublicKey, out var read);
            // a curve that is written out in numbers has no name, also where the numbers are P-256's
            if (read != PublicKey.Length || key.ExportParameters(false).Curve.Oid?.Value != DeviceKey.CurveOid) return "its public key is not a P-256 key";
            return key.VerifyData(manifest, Signature, HashAlgorithmName.SHA256)
                ? null : "it does not fit manifest.json: the manifest or the signature was changed after signing";
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException) // the second: a curve that is not known here
        {
            return "its public key cannot be read";
        }
    }
}
