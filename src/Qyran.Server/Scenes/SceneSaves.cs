using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Qyran.Storage.Rows;

namespace Qyran.Server.Scenes;

/// <summary>What a save adds to a camera's scenes.</summary>
internal static class SceneSaves
{
    public const string Faster = "somebody else has saved this camera's scene meanwhile; load it anew";

    /// <summary>Nothing where the scene stays. A scene from before versions were kept becomes the first one, so that it can be restored too.</summary>
    public static ImmutableArray<SceneVersionRow> Added(string camera, ImmutableArray<SceneVersionRow> known, string? before, string? now, string author, DateTimeOffset at)
    {
        if (before == now) return [];
        var added = ImmutableArray.CreateBuilder<SceneVersionRow>();
        var last = known.IsEmpty ? 0 : known[^1].Number;
        var us = (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        if (before is not null && (known.IsEmpty || known[^1].Text != before)) added.Add(Row(before, "", known.IsEmpty ? 0 : us));
        added.Add(Row(now ?? "", author, us));
        return added.ToImmutable();

        SceneVersionRow Row(string text, string by, long from) =>
            new(camera, ++last, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text, by, from);
    }
}
