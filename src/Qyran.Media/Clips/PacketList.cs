using System.Globalization;

namespace Qyran.Media;

/// <summary>What ffmpeg's framecrc list says of one stream's packets.</summary>
/// <param name="KeyUs">Stamp of the first packet in file order, µs.</param>
/// <param name="FirstUs">Smallest stamp.</param>
/// <param name="LastUs">Largest stamp.</param>
internal sealed record PacketList(long KeyUs, long FirstUs, long LastUs)
{
    /// <summary>Null when there is no packet or the list makes no sense.</summary>
    public static PacketList? Read(TextReader text)
    {
        (long Num, long Den) clock = (0, 0);
        PacketList? list = null;
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith("#tb 0: ", StringComparison.Ordinal))
            {
                var parts = line[7..].Split('/');
                if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var num) &&
                    long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var den) && num > 0 && den > 0)
                    clock = (num, den);
            }
            else if (!line.StartsWith('#') && line.Split(',') is { Length: >= 4 } fields && clock.Den > 0 &&
                (TryTicks(fields[2], out var ticks) || TryTicks(fields[1], out ticks)))
            {
                var us = (long)Math.Round((decimal)ticks * clock.Num * 1_000_000 / clock.Den);
                list = list is null ? new PacketList(us, us, us) : list with { FirstUs = Math.Min(list.FirstUs, us), LastUs = Math.Max(list.LastUs, us) };
            }
        }
        return list;
    }

    // AVI knows no presentation stamps: ffmpeg writes the smallest number for "none", and the decoding stamp is all there is
    private static bool TryTicks(string field, out long ticks) =>
        long.TryParse(field, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out ticks) && ticks != long.MinValue;
}
