using System.Runtime.InteropServices;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
using Qyran.Line.Overlay;
using Qyran.Media;

namespace Qyran.Line;

/// <summary>The optional second pass: the video again at full resolution, with everything the line found drawn onto it.</summary>
public static class AnnotatedVideo
{
    private const double TrailSeconds = 3;

    /// <summary>Writes the file, or says why not; a half-written one never bears the name.</summary>
    public static Failure? Write(LineSetup setup, RunLedger ledger, LineEnd end, string path, Action<AnalyzeProgress> progress, CancellationToken stop)
    {
        var (width, height) = (setup.Video.Width, setup.Video.Height);
        var byFrame = ByFrame(ledger.Shown);
        var passages = ledger.Passages.ToDictionary(p => p.Track);
        var offences = ledger.Cases.GroupBy(c => c.Passage).ToDictionary(g => g.Key, g => g.ToArray());
        using var painter = new OverlayPainter(setup.Scene, width, height);
        const string stopped = "stopped while drawing annotated.mp4; the other results are whole";
        using var writer = VideoWriter.Open(path, width, height, PixelLayout.Bgra, out var failure);
        if (writer is null) return Interrupted.Told(failure, stopped, stop);
        using var picture = new BgraPicture(width, height);
        List<OverlayTrack> tracks = [];
        var read = EveryFrame.Read(setup.Source, setup.Video, setup.StartUtc, (frame, _) =>
        {
            var view = frame.View;
            picture.Fill(view);
            tracks.Clear();
            foreach (var (track, at) in byFrame.GetValueOrDefault(view.Number) ?? []) tracks.Add(Drawn(track, at));
            painter.Paint(picture.Pixels, new OverlayFrame(view.Time, tracks, SignalsAt.Instant(end.Signals, view.Time.MediaUs), null));
            failure = writer.Write(picture.Pixels, view.Time.MediaUs);
            progress(new AnalyzeProgress("drawing annotated.mp4", view.Time.MediaUs / 1e6, setup.Video.Duration?.TotalSeconds, view.Number, ledger.Passages.Count, ledger.CaseCount));
            return failure is null;
        }, stop);
        if (stop.IsCancellationRequested) return new Failure(FailureKind.Cancelled, stopped);
        return Interrupted.Told(failure ?? read.Failure ?? writer.Finish(), stopped, stop);

        OverlayTrack Drawn(Track track, int at)
        {
            var now = track.Points[at];
            var from = at;
            while (from > 0 && now.Time.Seconds - track.Points[from - 1].Time.Seconds < TrailSeconds) from--;
            var trail = new RawPixel[at - from + 1];
            for (var i = from; i <= at; i++) trail[i - from] = track.Points[i].Box.Contact;
            var passage = passages.GetValueOrDefault(track.Id);
            var offence = passage is null ? null : offences.GetValueOrDefault(passage.Id)?.FirstOrDefault(c => c.Verdict.AtUs <= now.Time.MediaUs);
            return new OverlayTrack(track.Id, track.Class, now.Box, trail, passage?.Speed, offence?.Rule, offence is not null,
                Faint: passage is null && track.Class != RoadUser.Person)
            { Plate = passage?.Plate?.Text };
        }
    }

    private static Dictionary<long, List<(Track Track, int At)>> ByFrame(IEnumerable<Track> tracks)
    {
        var byFrame = new Dictionary<long, List<(Track, int)>>();
        foreach (var track in tracks)
            for (var i = 0; i < track.Points.Length; i++)
                (CollectionsMarshal.GetValueRefOrAddDefault(byFrame, track.Points[i].Frame, out _) ??= []).Add((track, i));
        return byFrame;
    }
}
