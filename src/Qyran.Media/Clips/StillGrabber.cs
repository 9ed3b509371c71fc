using System.Globalization;
using System.Text;
using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>Takes single full-resolution pictures out of a file by their exact stamps, for evidence photos.</summary>
public static class StillGrabber
{
    private const long ClusterUs = 4_000_000, NearestUs = 600_000, ExactUs = 2, LargestJpeg = 64 << 20;

    /// <summary>
    /// The frames at <paramref name="ptsUs"/> (absolute stamps in the file, µs), one per asked time and in that order; where no frame has exactly this stamp,
    /// the nearest within 0.6 s. One ffmpeg per cluster of times: pictures far apart are reached by seeking, not by decoding what is between.
    /// </summary>
    /// <param name="failure">Null when every picture was taken; says otherwise why not. What could be taken is returned all the same.</param>
    /// <param name="known">What the file is, when the caller has probed it already: saves a second look.</param>
    public static IReadOnlyList<Still> Grab(string path, IReadOnlyList<long> ptsUs, CancellationToken stop, out Failure? failure, VideoInfo? known = null)
    {
        var source = new MediaSource.File(path);
        failure = null;
        if (ptsUs.Count == 0)
            return [];
        var outcome = known is null ? Probe.Read(source, TimeSpan.FromSeconds(30), stop) : new ProbeOutcome.Found(known);
        if (outcome is not ProbeOutcome.Found { Video: var video })
        {
            failure = ((ProbeOutcome.Failed)outcome).Failure;
            return [];
        }
        var best = new Dictionary<long, Still>();
        foreach (var cluster in Clusters(ptsUs))
        {
            // exact stamps first; then what is nearest, seeking more carefully, at last from the very start (files without a usable index)
            Pass(source, video, cluster, ExactUs, 500_000, best, ref failure, stop);
            var left = cluster.FindAll(t => !best.ContainsKey(t));
            if (left.Count > 0)
                Pass(source, video, left, NearestUs, 3_000_000, best, ref failure, stop);
            left = left.FindAll(t => !best.ContainsKey(t));
            if (left.Count > 0)
                Pass(source, video, left, NearestUs, long.MaxValue, best, ref failure, stop);
            if (stop.IsCancellationRequested)
            {
                failure = new Failure(FailureKind.Cancelled, "stopped while taking photos");
                break;
            }
            if (failure is not null)
                break;
        }
        var missing = ptsUs.Count(t => !best.ContainsKey(t));
        if (missing > 0)
            failure ??= new Failure(FailureKind.Unreadable, string.Create(CultureInfo.InvariantCulture, $"{source}: {missing} of {ptsUs.Count} photos could not be taken"));
        return [.. ptsUs.Where(best.ContainsKey).Select(t => best[t])];
    }

    private static List<List<long>> Clusters(IReadOnlyList<long> times)
    {
        var clusters = new List<List<long>>();
        foreach (var t in times.Distinct().Order())
        {
            if (clusters.Count == 0 || t - clusters[^1][^1] > ClusterUs || clusters[^1].Count >= 64)
                clusters.Add([]);
            clusters[^1].Add(t);
        }
        return clusters;
    }

    private static void Pass(MediaSource source, VideoInfo video, List<long> times, long windowUs, long marginUs, Dictionary<long, Still> best, ref Failure? failure,
        CancellationToken stop)
    {
        if (failure is not null || stop.IsCancellationRequested)
            return;
        using var child = Child.Start("ffmpeg", Arguments(source, video, times, windowUs, marginUs), feed: false, onLine: null, out var notStarted);
        if (child is null)
        {
            failure = notStarted;
            return;
        }
        using var kill = stop.Register(child.Kill);
        var nut = new NutReader(child.Output);
        var found = new Dictionary<long, Still>();
        var earliest = long.MaxValue;
        if (nut.ReadHeaders() && nut.Streams.Length == 1)
        {
            while (nut.Next(out var packet) && packet.Size <= LargestJpeg)
            {
                var jpeg = new byte[packet.Size];
                if (!nut.ReadPayload(jpeg))
                    break;
                var still = new Still(ReadCommand.ToUs(nut.Streams[0], packet.Pts, video), jpeg, nut.Streams[0].Width, nut.Streams[0].Height);
                earliest = Math.Min(earliest, still.PtsUs);
                Keep(still, times, windowUs, found);
                if (found.Count == times.Count && found.All(f => Math.Abs(f.Value.PtsUs - f.Key) <= ExactUs))
                    break; // nothing further on can be nearer
            }
        }
        child.Kill(nut.EndedBetweenFrames);
        child.Wait();
        // a seek can land behind what was asked (MPEG-TS): then a nearer picture may exist that was not seen
        foreach (var (t, still) in found)
        {
            if (earliest <= t || Math.Abs(still.PtsUs - t) <= ExactUs || marginUs == long.MaxValue)
                best[t] = still;
        }
    }

    private static void Keep(Still still, List<long> times, long windowUs, Dictionary<long, Still> best)
    {
        foreach (var t in times)
        {
            var away = Math.Abs(still.PtsUs - t);
            if (away <= windowUs && (!best.TryGetValue(t, out var had) || away < Math.Abs(had.PtsUs - t)))
                best[t] = still;
        }
    }

    private static string[] Arguments(MediaSource source, VideoInfo video, List<long> times, long windowUs, long marginUs)
    {
        var seek = marginUs == long.MaxValue ? 0 : times[0] - windowUs - marginUs - video.ContainerStartUs;
        var pick = new StringBuilder();
        foreach (var t in times)
        {
            pick.Append(pick.Length == 0 ? "" : "+").Append(CultureInfo.InvariantCulture,
                $"between(t\\,{Seconds(t - windowUs)}\\,{Seconds(t + windowUs)})");
        }
        var graph = $"trim=end={Seconds(times[^1] + windowUs + 1_000_000)},select={pick},setpts=PTS+{(ReadCommand.ShiftSeconds * video.TimeBaseDen).ToString(CultureInfo.InvariantCulture)}," +
            $"scale={video.Width.ToString(CultureInfo.InvariantCulture)}:{video.Height.ToString(CultureInfo.InvariantCulture)}";
        string[] where = seek > 0 ? ["-noaccurate_seek", "-ss", Seconds(seek)] : [];
        return ["-hide_banner", "-nostdin", "-nostats", "-v", "repeat+level+warning", .. source.Guard, "-threads", "1", .. where, "-copyts", "-i", source.Address,
            "-map", "0:V:0", "-vf", graph, "-fps_mode", "passthrough", "-enc_time_base",
            string.Create(CultureInfo.InvariantCulture, $"{video.TimeBaseNum}:{video.TimeBaseDen}"),
            "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "2", "-huffman", "optimal", "-threads", "1", "-flush_packets", "1", "-f", "nut", "pipe:1"];
    }

    internal static string Seconds(long us) => (us / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);
}
