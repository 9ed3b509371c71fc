using System.Text.RegularExpressions;

namespace Qyran.Server;

/// <summary>What people may call a site or a camera: it stands in addresses, folders and evidence.</summary>
internal static partial class Ids
{
    public const string Rule = "an id has 1 to 40 small letters, digits and dashes, and begins with a letter or digit";

    public static bool IsGood(string? id) => id is not null && Good().IsMatch(id);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Good();
}
