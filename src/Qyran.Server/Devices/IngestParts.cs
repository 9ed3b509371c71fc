using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Qyran.Domain.Failures;
using Qyran.Server.Findings;
using Qyran.Server.Outward;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Devices;

/// <summary>
/// The parts of one request, read as they come: first the statement, then files, which lie half-written beside where they will be kept until <see cref="Keep"/>.
/// What is not kept when this is disposed is deleted.
/// </summary>
internal sealed class IngestParts(DataFolder folder, string device) : IDisposable
{
    private readonly List<(string Partial, string Kind, string Extension, string Sha256)> files = [];

    /// <summary>What the device states; there after <see cref="Read"/> gave no failure.</summary>
    public IngestPassage.Statement Statement { get; private set; } = null!;

    /// <summary>Everything that was handed in, in one text: the same things give the same text.</summary>
    public string Content => string.Join('\n', [Envelope.Json(Statement), .. files.Select(f => $"{f.Kind} {f.Sha256}")]);

    /// <summary>Null when all parts are what they must be.</summary>
    public async Task<Failure?> Read(HttpRequest request, CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
            return Bad("hand it in as multipart/form-data: a part 'passage' of JSON, then parts 'photo', 'video' and 'pack'");
        var reader = new MultipartReader(boundary.ToString(), request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
        try
        {
            while (await reader.ReadNextSectionAsync(stop) is { } section)
            {
                var name = section.GetContentDispositionHeader() is { } named ? HeaderUtilities.RemoveQuotes(named.Name).ToString() : null;
                if ((Statement is null ? await State(name, section.Body, stop) : await Take(name, section.Body, stop)) is { } failure) return failure;
            }
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException or InvalidDataException)
        {
            return Bad("the request ended before its parts were whole, or its parts are not as multipart/form-data has them");
        }
        return Statement is null ? Bad("the part 'passage' is missing") : null;
    }

    /// <summary>Gives the files their names and rows. After a failure it may be called again by another request with the same files.</summary>
    /// <returns>Their paths, in the order they were handed in.</returns>
    public async Task<string[]> Keep(Store store, string passage, TimeProvider clock, CancellationToken stop)
    {
        var paths = new List<string>();
        foreach (var (partial, kind, extension, sha) in files.ToArray())
        {
            var path = $"{Folder}/{passage}-{paths.Count + 1}-{kind}-{sha[..8]}{extension}";
            if (!File.Exists(folder.Full(path))) folder.Settle(path, partial);
            await Storage.Files.Keep.Evidence(store, folder, path, null, clock, stop);
            paths.Add(path);
        }
        return [.. paths];
    }

    public void Dispose()
    {
        foreach (var file in files) Incoming.Drop(folder, file.Partial);
    }

    private string Folder => $"{DataFolder.Evidence}/{LiveSink.PassagesFolder}/{device}/{Statement.SeenAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    private async Task<Failure?> State(string? name, Stream body, CancellationToken stop)
    {
        if (name != "passage") return Bad("the first part must be 'passage'");
        var text = new byte[IngestLimits.StatementBytes + 1];
        var length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, stop);
        if (length > IngestLimits.StatementBytes) return Bad("the part 'passage' is larger than 64 KB");
        try
        {
            Statement = Envelope.Read<IngestPassage.Statement>(text.AsSpan(0, length)) ?? throw new JsonException("it is null");
            return null;
        }
        catch (JsonException e)
        {
            return Bad($"the part 'passage' cannot be read at {e.Path ?? "$"}: {Problems.Why(e)}");
        }
    }

    private async Task<Failure?> Take(string? name, Stream body, CancellationToken stop)
    {
        if (IngestLimits.Kind(name) is not { } kind) return Bad($"there is no part '{name}'; files come as 'photo', 'video' and 'pack'");
        if (files.Count == IngestLimits.MostFiles) return Bad($"at most {IngestLimits.MostFiles} files are taken");
        var partial = $"{Folder}/{Guid.NewGuid():N}{DataFolder.Partial}";
        if (!await Incoming.Receive(folder, partial, body, kind.MostBytes, stop)) return Bad($"a {name} has at most {kind.MostBytes >> 20} MB");
        var (head, sha) = await Look(folder.Full(partial), stop);
        files.Add((partial, name!, kind.Extension, sha));
        return kind.Fits(head) ? null : new(FailureKind.Unreadable, $"a {name} must be {kind.What}; this one is not");
    }

    private static async Task<(byte[] Head, string Sha256)> Look(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        var head = new byte[12];
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        file.Position = 0;
        return (head[..length], Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(file, stop)));
    }

    private static Failure Bad(string text) => new(FailureKind.Invalid, text);
}
