using System.Globalization;
using Qyran.Domain.Plates;

namespace Qyran.Storage.Search;

/// <summary>The last hit of a page, as a text a caller hands back.</summary>
internal readonly record struct PageMark(PlateMatch Match, long Key)
{
    public static PageMark Start { get; } = new(PlateMatch.Exact, long.MaxValue);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Match}-{Key:x}");

    public static PageMark? Parse(string text) =>
        text.Split('-') is [[>= '0' and <= '3' and var match], { Length: > 0 and <= 16 } key] && long.TryParse(key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at)
            ? new PageMark((PlateMatch)(match - '0'), at) : null;
}
