using Qyran.Domain.Failures;

namespace Qyran.Media.Recording;

/// <summary>Reads a live source's coded video without decoding it (unless zones of it are to be blackened): recording alone costs next to nothing.</summary>
public static class CopyReader
{
    /// <summary>Blocks until the source ends, falls silent or <paramref name="stop"/> is raised.</summary>
    /// <returns>Why it ended; never null.</returns>
    public static Failure Run(MediaSource source, VideoInfo video, FragmentOutlet outlet, FrameReaderSettings settings, CancellationToken stop)
    {
        if (source.Refusal() is { } refusal)
            return refusal;
        string[] arguments = ["-hide_banner", "-nostdin", "-nostats", "-v", "repeat+level+warning", .. source.Guard, .. ReadCommand.Pace(source, video), "-copyts",
            "-i", source.Address, .. Output(video, settings), "pipe:1"];
        using var child = Child.Start("ffmpeg", arguments, feed: false, onLine: null, out var failure);
        if (child is null)
            return failure!;
        using var killOnStop = stop.Register(child.Kill);
        using var watch = new Watchdog(child, settings, source.InRealTime);
        var fragments = 0L;
        try
        {
            (outlet with
            {
                OnFragment = f =>
                {
                    fragments++;
                    outlet.OnFragment(f);
                    watch.Alive();
                },
            }).Drain(child.Output, ReadCommand.ShiftOf(video, settings));
        }
        finally
        {
            child.Kill();
            child.Wait();
        }
        if (stop.IsCancellationRequested)
            return new Failure(FailureKind.Cancelled, "stopped");
        if (watch.Stalled)
            return new Failure(FailureKind.Unreachable, $"{source} sent nothing for {(fragments == 0 ? settings.FirstFrame : settings.Stall).TotalSeconds:0} s");
        return fragments == 0 ? Complaint.Explain(source, child.LastLines) : new Failure(FailureKind.Unreachable, $"{source} ended the stream");
    }

    private static string[] Output(VideoInfo video, FrameReaderSettings settings) => settings.Blackened.Length == 0
        ? FragmentOutput.Copied : ["-filter_complex_threads", "1", "-filter_complex", ReadCommand.BlackenedGraph(video, settings), .. FragmentOutput.Recoded(video)];
}
