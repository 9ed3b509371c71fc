using System.Globalization;
using System.Text;
using Qyran.Domain.Tracks;

namespace Qyran.Line.Outputs;

/// <summary>
/// <c>tracks.txt</c>: MOTChallenge rows <c>frame,id,x,y,w,h,conf,class,-1,-1</c>; frames from 1, boxes in raw pixels,
/// class as the number of <see cref="Domain.Detections.RoadUser"/>. Rows come track by track and are sorted by frame at the end.
/// </summary>
public sealed class TracksFile(string path) : IDisposable
{
    /// <summary>Above this size rows stay in track order: sorting must not need the memory of a day's video.</summary>
    private const long LargestSorted = 256L << 20;
    private readonly FileStream rows = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Add(Track track)
    {
        var text = new StringBuilder(48 * track.Points.Length);
        foreach (var p in track.Points)
            text.Append(CultureInfo.InvariantCulture,
                $"{p.Frame + 1},{track.Id},{p.Box.X:0.##},{p.Box.Y:0.##},{p.Box.Width:0.##},{p.Box.Height:0.##},{p.Score:0.###},{(int)track.Class},-1,-1\n");
        rows.WriteWhole(Encoding.ASCII.GetBytes(text.ToString()));
    }

    /// <summary>Sorts by frame, then track, and closes.</summary>
    public void Finish()
    {
        rows.Dispose();
        if (new FileInfo(path).Length > LargestSorted) return;
        var sorted = File.ReadLines(path).Select(row => (row, key: Key(row))).OrderBy(r => r.key).Select(r => r.row).ToList();
        WholeFile.Write(path, Encoding.ASCII.GetBytes(sorted.Count == 0 ? "" : string.Join('\n', sorted) + "\n"));
    }

    public void Dispose() => rows.Dispose();

    private static (long Frame, long Track) Key(string row)
    {
        var first = row.IndexOf(',', StringComparison.Ordinal);
        var second = row.IndexOf(',', first + 1);
        return (long.Parse(row.AsSpan(0, first), CultureInfo.InvariantCulture), long.Parse(row.AsSpan(first + 1, second - first - 1), CultureInfo.InvariantCulture));
    }
}
