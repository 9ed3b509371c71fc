using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>
/// Whether a file holds each instant once. Recordings put one behind the other, and one whose recorder began anew, hold the same stamps twice, in whatever
/// container: a photo is found by its stamp, and would show another moment than was judged.
/// </summary>
public static class OneClock
{
    /// <summary>A clock set back by less does no harm, s: who was last seen so long before has been judged by then, and who is still followed is judged with the break in it.</summary>
    private const double MostBack = 1;

    /// <summary>Looks through all stamps without decoding anything.</summary>
    /// <returns>Null where the clock goes on from beginning to end, and where nothing can be read: whoever reads it learns why.</returns>
    public static Failure? Check(string path, CancellationToken stop)
    {
        var source = new MediaSource.File(path);
        using var child = Child.Start("ffprobe", ["-v", "error", .. source.Guard, "-select_streams", "V:0", "-show_entries", "packet=pts_time,dts_time", "-of", "csv=p=0",
            "-i", source.Address], feed: false, onLine: null, out var failure);
        if (child is null)
            return failure;
        using var kill = stop.Register(child.Kill);
        using var reader = new StreamReader(child.Output);
        double? first = null;
        Span<double> last = stackalloc double[6];
        last.Fill(double.NegativeInfinity);
        while (failure is null && reader.ReadLine() is { } line)
        {
            if (Stamp(line) is not { } now)
                continue;
            first ??= now;
            last[1..].CopyTo(last);
            last[^1] = now;
            var back = last[2] - last[3];
            // three before and three after agree: a single damaged stamp sets no clock
            if (back > MostBack && Math.Max(last[3], Math.Max(last[4], last[5])) < Math.Min(last[0], Math.Min(last[1], last[2])))
            {
                failure = new Failure(FailureKind.Unreadable, string.Create(CultureInfo.InvariantCulture,
                    $"{source} holds two recordings: its clock goes back by {back:0.0} s after {last[2] - first:0.0} s; cut it there and analyse the parts"));
            }
        }
        if (failure is not null)
            child.Kill();
        var code = child.Wait();
        return stop.IsCancellationRequested ? new Failure(FailureKind.Cancelled, "stopped while looking through the time stamps")
            : failure ?? (code >= 128 ? new Failure(FailureKind.Unreadable, $"ffprobe broke off in the middle of {source}") : null);
    }

    /// <summary>When it is decoded, s; where the container does not tell, when it is shown. Null for a line that is no packet's.</summary>
    private static double? Stamp(string line) =>
        line.Split(',') is { Length: >= 2 } fields && (Seconds(fields[1], out var stamp) || Seconds(fields[0], out stamp)) ? stamp : null;

    private static bool Seconds(string text, out double seconds) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && double.IsFinite(seconds);
}
