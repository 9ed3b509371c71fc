using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Qyran.Server.Pages;

/// <summary>The pages' files, out of the program itself: what is not in this list does not exist, so no path can lead anywhere else.</summary>
internal sealed class WebFiles(ServerSettings settings)
{
    private const string Root = "web/";

    private readonly FrozenDictionary<string, WebFile> files = typeof(WebFiles).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal))
        .ToFrozenDictionary(n => n[Root.Length..], n => WebFile.Of(n, Resource(n)), StringComparer.Ordinal);

    /// <summary>Null when there is none of this name. A folder for working on the pages may change a file, it cannot add one.</summary>
    public WebFile? Find(string name) => files.GetValueOrDefault(name) is not { } found ? null
        : settings.Pages is { } folder && Path.Combine(folder, name) is var path && File.Exists(path) ? WebFile.Of(name, File.ReadAllBytes(path)) : found;

    private static byte[] Resource(string name)
    {
        using var from = typeof(WebFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[from.Length];
        from.ReadExactly(bytes);
        return bytes;
    }

    /// <param name="Packed">Brotli; null where it saves nothing.</param>
    internal sealed record WebFile(string Type, byte[] Bytes, byte[]? Packed, string Tag)
    {
        public static WebFile Of(string name, byte[] bytes)
        {
            var type = TypeOf(name);
            return new WebFile(type, bytes, type.StartsWith("text/", StringComparison.Ordinal) || type is "image/svg+xml" or "application/json" ? Pack(bytes) : null, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
        }

        public async Task Send(HttpContext context)
        {
            var (request, response) = (context.Request, context.Response);
            // kept by the browser, asked for anew each time: an update shows at once
            (response.Headers.CacheControl, response.Headers.ETag, response.Headers.Vary) = ("no-cache", Tag, HeaderNames.AcceptEncoding);
            if (request.Headers.IfNoneMatch.ToString().Contains(Tag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            var packed = Packed is not null && request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
            if (packed) response.Headers.ContentEncoding = "br";
            var body = packed ? Packed! : Bytes;
            (response.ContentType, response.ContentLength) = (Type, body.Length);
            if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
        }

        private static byte[] Pack(byte[] bytes)
        {
            var to = new MemoryStream();
            using (var brotli = new BrotliStream(to, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(bytes);
            return to.ToArray();
        }

        private static string TypeOf(string name) => Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".json" => "application/json",
            ".woff2" => "font/woff2",
            var other => throw new InvalidOperationException($"a web file of a type nobody named: {other}"),
        };
    }
}
