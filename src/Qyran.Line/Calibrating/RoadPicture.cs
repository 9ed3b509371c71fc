using OpenCvSharp;
using Qyran.Domain.Failures;
using Qyran.Media;

namespace Qyran.Line.Calibrating;

/// <summary>The empty road: the median of pictures spread over the whole video, in which what moves is gone. BGR, full resolution.</summary>
public sealed class RoadPicture : IDisposable
{
    /// <summary>An odd number, so that the median is a picture that was seen.</summary>
    private const int Pictures = 15;

    private RoadPicture(Mat picture) => Picture = picture;

    /// <summary>Owned by this object.</summary>
    public Mat Picture { get; }

    /// <param name="startPtsUs">The file's first stamp and</param><param name="lengthUs">how long it runs, µs.</param>
    public static RoadPicture? Take(string video, long startPtsUs, long lengthUs, CancellationToken stop, out Failure? failure)
    {
        var times = Enumerable.Range(0, Pictures).Select(i => startPtsUs + (lengthUs * ((2 * i) + 1) / (2 * Pictures))).ToArray();
        var stills = StillGrabber.Grab(video, times, stop, out failure);
        if (stills.Count == 0)
        {
            failure ??= new(FailureKind.Unreadable, $"no picture could be taken from '{video}'");
            return null;
        }
        failure = null; // a few missing pictures don't matter to a median
        var pictures = stills.Select(s => Cv2.ImDecode(s.Jpeg, ImreadModes.Color)).ToList();
        try
        {
            return new(Median(pictures));
        }
        finally
        {
            foreach (var p in pictures) p.Dispose();
        }
    }

    public void Dispose() => Picture.Dispose();

    private static unsafe Mat Median(List<Mat> pictures)
    {
        var median = pictures[0].Clone();
        var row = stackalloc byte*[pictures.Count];
        Span<byte> values = stackalloc byte[pictures.Count];
        var (rows, bytes) = (median.Rows, 3 * median.Cols);
        for (var y = 0; y < rows; y++)
        {
            for (var k = 0; k < pictures.Count; k++) row[k] = (byte*)pictures[k].Ptr(y);
            var to = (byte*)median.Ptr(y);
            for (var x = 0; x < bytes; x++)
            {
                for (var k = 0; k < values.Length; k++) values[k] = row[k][x];
                values.Sort();
                to[x] = values[values.Length / 2];
            }
        }
        return median;
    }
}
