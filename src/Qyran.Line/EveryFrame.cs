using Qyran.Media;

namespace Qyran.Line;

/// <summary>A recorded video's frames at full resolution, one after the other, read ahead on a thread of their own.</summary>
internal static class EveryFrame
{
    /// <summary>Hands each frame to <paramref name="take"/>, which does not keep it, until the video ends, it returns false, or <paramref name="stop"/>.</summary>
    /// <returns>How the reading ended: with a failure not every frame was seen.</returns>
    public static ReadEnd Read(MediaSource source, VideoInfo video, DateTimeOffset? startUtc, Func<Frame, FrameReader, bool> take, CancellationToken stop)
    {
        using var link = new FrameLink<Frame>(4, LinkFull.Wait);
        var reader = new FrameReader(source, video, new FrameReaderSettings { StartUtc = startUtc });
        var reading = Task.Factory.StartNew(() =>
        {
            try { return reader.Run(frame => link.Write(frame), stop); }
            finally { link.Complete(); }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var goesOn = true;
        while (goesOn && !stop.IsCancellationRequested && link.TryRead(out var frame))
        {
            using (frame) goesOn = take(frame, reader);
        }
        link.Dispose(); // the reader, if it still waits for room, is let go
        return reading.GetAwaiter().GetResult();
    }
}
