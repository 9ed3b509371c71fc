using Qyran.Media;
using Qyran.Media.Recording;

namespace Qyran.Line.Live;

/// <summary>A still out of live video.</summary>
internal static class LivePicture
{
    /// <summary>The newest picture of fragments that begin with a key picture, JPEG; null when it cannot be taken.</summary>
    public static byte[]? Last(IReadOnlyList<Fragment> fragments, CancellationToken stop)
    {
        if (fragments.Count == 0) return null;
        var folder = Directory.CreateTempSubdirectory("qyran-");
        try
        {
            var path = Path.Combine(folder.FullName, "now.mp4");
            using (var file = File.Create(path))
            {
                file.Write(fragments[0].Init.Bytes.Span);
                foreach (var fragment in fragments) file.Write(fragment.Bytes.Span);
            }
            var last = fragments[^1];
            // a camera whose stamps are the time of day has so many ticks that a long would overflow
            var first = (long)((Int128)last.Ticks * 1_000_000 / last.Init.TicksPerSecond) + last.LeadUs;
            // the end of a picture that lasts long is too far from it to find it by
            return StillGrabber.Grab(path, [first, first + (last.VideoUntilUs - last.StartUs)], stop, out _) is [.., var still] ? still.Jpeg : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
