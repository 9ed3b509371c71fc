using System.Globalization;
using OpenCvSharp;
using Qyran.Domain.Failures;
using Qyran.Domain.Frames;
using Qyran.Media;
using Qyran.Measure.Scoring.Counts;

namespace Qyran.Cli.Scoring;

/// <summary>
/// A line over time as a picture: the pixels at the line of every frame, each below the one before, so that everything that passes is seen once. It is
/// what a person counts by; beside it stands what was counted right (green), missed (red) and counted too often (orange).
/// </summary>
internal static class ScoreCountStrip
{
    private const int PixelsPerSecond = 30, Margin = 56, Marks = 40, WideEnough = 700, MostSeconds = 900;
    private static readonly Scalar Ink = new(40, 40, 40), Right = new(80, 160, 60), Missed = new(50, 50, 220), Extra = new(0, 140, 240);

    /// <summary>One picture for every line; a failure when a video can't be read or a picture not written.</summary>
    public static Failure? Write(List<ScoreCountResult> results, string folder, CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var result in results)
                foreach (var (line, score) in result.Lines)
                    if (Write(result.Video, line, score, Path.Combine(folder, $"{result.File.Clip}-{line.Id}.png"), stop) is { } failure) return failure;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(FailureKind.CannotWrite, $"can't write into '{folder}': {e.Message}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new(FailureKind.Cancelled, "stopped; the strips so far are there");
        }
    }

    private static Failure? Write(string video, CountedLine line, CountScore score, string path, CancellationToken stop)
    {
        if (Probe.Read(new MediaSource.File(video), TimeSpan.FromSeconds(30), stop) is not ProbeOutcome.Found { Video: var info }) return new(FailureKind.Unreadable, $"the video '{video}' can't be read");
        List<(double At, Mat Row)> rows = [];
        try
        {
            var at = new CropBox((int)line.FromX, (int)line.Y & ~1, (int)(line.ToX - line.FromX), 2);
            var reader = new FrameReader(new MediaSource.File(video), info, new() { MaxAnalysisWidth = 16, MaxAnalysisHeight = 16, Crops = [at] });
            reader.Run(frame =>
            {
                using (frame)
                    if (frame.Time.MediaUs < MostSeconds * 1_000_000L) rows.Add((frame.Time.MediaUs / 1e6, Colours(frame.Crop(0))));
            }, stop);
            if (rows.Count == 0) return new(FailureKind.Unreadable, $"no picture could be taken from '{video}'");
            using var strip = Strip(rows, score);
            if (!Cv2.ImWrite(path, strip)) return new(FailureKind.CannotWrite, $"can't write '{path}'");
            return null;
        }
        finally
        {
            foreach (var (_, row) in rows) row.Dispose();
        }
    }

    /// <summary>The upper of the two rows, BGR.</summary>
    private static Mat Colours(FrameView crop)
    {
        using var yuv = new Mat(crop.Height * 3 / 2, crop.Width, MatType.CV_8UC1);
        yuv.SetArray([.. crop.Y, .. crop.U, .. crop.V]);
        using var bgr = yuv.CvtColor(ColorConversionCodes.YUV2BGR_I420);
        using var upper = bgr.Row(0);
        return upper.Clone();
    }

    private static Mat Strip(List<(double At, Mat Row)> rows, CountScore score)
    {
        var scale = rows[0].Row.Width < WideEnough / 2 ? 3 : rows[0].Row.Width < WideEnough ? 2 : 1;
        var width = rows[0].Row.Width * scale;
        var height = (int)((rows[^1].At + 0.1) * PixelsPerSecond) + 1;
        var strip = new Mat(height, Margin + width + Marks, MatType.CV_8UC3, Scalar.White);
        for (var i = 0; i < rows.Count; i++)
        {
            var (from, until) = (Y(rows[i].At), i + 1 < rows.Count ? Y(rows[i + 1].At) : height);
            if (until <= from) continue;
            using var place = strip[new Rect(Margin, from, width, until - from)];
            Cv2.Resize(rows[i].Row, place, place.Size());
        }
        for (var s = 0; Y(s) < height; s++)
        {
            Cv2.Line(strip, new(Margin - 8, Y(s)), new(Margin, Y(s)), Ink);
            Cv2.PutText(strip, s.ToString(CultureInfo.InvariantCulture) + " s", new(4, Y(s) + 5), HersheyFonts.HersheySimplex, 0.4, Ink, 1, LineTypes.AntiAlias);
        }
        foreach (var at in score.Counted.Except(score.Extra)) Mark(at, Right, 0);
        foreach (var at in score.Missed) Mark(at, Missed, 1);
        foreach (var at in score.Extra) Mark(at, Extra, 2);
        return strip;

        static int Y(double at) => (int)(at * PixelsPerSecond);
        void Mark(double at, Scalar colour, int column) => Cv2.Circle(strip, new(Margin + width + 8 + (column * 12), Y(at)), 5, colour, -1, LineTypes.AntiAlias);
    }
}
