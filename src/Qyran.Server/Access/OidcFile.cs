using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Qyran.Domain.Failures;

namespace Qyran.Server.Access;

/// <summary>The settings of a sign-in by OpenID Connect as a file: JSON, its keys the settings' names. The client's secret lies in a file of its own.</summary>
public static class OidcFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    /// <returns>The settings, or null and why not: which key, which file.</returns>
    public static (OidcSettings?, Failure?) TryRead(string path)
    {
        var at = path;
        try
        {
            if (JsonSerializer.Deserialize<Written>(File.ReadAllText(path), Json) is not { } written) return (null, new(FailureKind.Invalid, $"{path} is empty"));
            at = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, written.ClientSecretFile);
            var secret = File.ReadAllText(at).Trim();
            var settings = new OidcSettings { Issuer = written.Issuer, ClientId = written.ClientId, ClientSecret = secret, Server = written.Server, Roles = written.Roles };
            return (settings with
            {
                Title = written.Title ?? settings.Title, NameClaim = written.NameClaim ?? settings.NameClaim, GroupsClaim = written.GroupsClaim ?? settings.GroupsClaim, Scopes = written.Scopes ?? [],
            }, null);
        }
        catch (JsonException e)
        {
            return (null, new(FailureKind.Invalid, $"{path}: {e.Message}"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new(FailureKind.NotFound, $"no such file: {at}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new(FailureKind.Unreadable, $"cannot read {at}: {e.Message}"));
        }
    }

    private sealed record Written(
        Uri Issuer, string ClientId, string ClientSecretFile, ImmutableArray<OidcRole> Roles, Uri? Server = null, string? Title = null, string? NameClaim = null, string? GroupsClaim = null, ImmutableArray<string>? Scopes = null);
}
