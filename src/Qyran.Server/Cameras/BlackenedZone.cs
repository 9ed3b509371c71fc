using System.Collections.Immutable;
using Qyran.Media;

namespace Qyran.Server.Cameras;

/// <summary>A privacy zone: black in everything that is analysed, recorded and shown. Shares of the picture's width and height, from its upper left corner.</summary>
internal sealed record BlackenedZone(double X, double Y, double Width, double Height)
{
    public static ImmutableArray<PictureZone> Zones(IReadOnlyList<BlackenedZone>? zones) => [.. (zones ?? []).Select(z => new PictureZone(z.X, z.Y, z.Width, z.Height))];

    /// <summary>Why these will not do; null when they will. A list from outside may hold null, whatever its type says.</summary>
    public static string? Refusal(IReadOnlyList<BlackenedZone>? zones) => zones is null || (zones.Count <= PictureZone.Most && zones.All(z => z is not null) && Zones(zones).All(z => z.IsGood))
        ? null : $"at most {PictureZone.Most} zones are blackened, each within the picture: x, y, width and height are shares from 0 to 1";
}
