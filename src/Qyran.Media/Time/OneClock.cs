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

    private const int ToldEvery = 4096;

    /// <summary>Looks through all stamps without decoding anything.</summary>
    /// <param name="looked">Hears now and then how far it is, s after the first stamp: of a long file every byte is read.</param>
    /// <returns>Null where the clock goes on from beginning to end, and where nothing can be read: whoever reads it learns why.</returns>
    public static Failure? Check(string path, Action<double> looked, CancellationToken stop)
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
        var stamps = 0L;
        while (failure is null && reader.ReadLine() is { } line)
        {
            if (Stamp(line) is not { } now)
                continue;
            first ??= now;
            last[1..].CopyTo(last);
            last[^1] = now;
            if (++stamps % ToldEvery == 0)
                looked(now - first.Value);
            if (SetBack(last) is { } back)
            {
                failure = new Failure(FailureKind.Unreadable, string.Create(CultureInfo.InvariantCulture,
                    $"{source}: its clock goes back by {back:0.0} s after {last[2] - first:0.000} s, so the same instants are in it twice; cut it there and analyse the parts"));
            }
        }
        if (failure is not null)
            child.Kill();
        var code = child.Wait();
        return stop.IsCancellationRequested ? new Failure(FailureKind.Cancelled, "stopped while looking through the time stamps")
            : failure ?? (code >= 128 ? new Failure(FailureKind.Unreadable, $"ffprobe broke off in the middle of {source}") : null);
    }

    /// <summary>
    /// By how much the clock was set back between the third and the fourth of six stamps, s; null where it was not. Each of the last three lies before the one
    /// three earlier: one or two damaged stamps set no clock, and no rate is needed, which may change in the middle.
    /// </summary>
    internal static double? SetBack(ReadOnlySpan<double> stamps)
    {
        var back = stamps[2] - stamps[3];
        return back > MostBack && stamps[3] < stamps[0] && stamps[4] < stamps[1] && stamps[5] < stamps[2] ? back : null;
    }

    /// <summary>When it is decoded, s; where the container does not tell, when it is shown. Null for a line that is no packet's.</summary>
    private static double? Stamp(string line) =>
        line.Split(',') is { Length: >= 2 } fields && (Seconds(fields[1], out var stamp) || Seconds(fields[0], out stamp)) ? stamp : null;

    private static bool Seconds(string text, out double seconds) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && double.IsFinite(seconds);
}
