using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Signals;
using Qyran.Domain.Tracks;
using Qyran.Line.Looking;
using Qyran.Line.Plates;
using Qyran.Measure.Calibration;
using Qyran.Measure.Plates;
using Qyran.Measure.Tracking;
using Qyran.Media;
using Qyran.Vision.Haze;
using Qyran.Vision.Motion;
using Qyran.Vision.Signals;
using Qyran.Vision.View;

namespace Qyran.Line;

/// <summary>
/// One camera's line, in order: frames → signal heads → detections → tracks → passages and findings.
/// The source runs on its own thread; everything after the link runs on the caller's, so nothing here is shared.
/// A file waits for the line (no frame is dropped); a live source drops its oldest frames, counted.
/// </summary>
public sealed class CameraLine(LineSetup setup)
{
    private const int MaxDetections = 256;

    /// <summary>Frames of so many seconds may wait in a live line, so that a busy moment of the machine costs none.</summary>
    private const double LiveLinkSeconds = 1;

    /// <summary>With more than this many seconds of frames waiting a live line leaves plates out and looks less often: these can wait, frames cannot.</summary>
    private const double BehindSeconds = 0.16;

    /// <summary>What a camera is taken to deliver that promises nothing, frames a second.</summary>
    private const double UsualFps = 25, MostFps = 120;

    /// <summary>A camera runs for months: gaps this long before a track are told no more, µs.</summary>
    private const long LiveGapsUs = 60_000_000;
    private readonly ImmutableArray<SignalReader> signals = setup.Scene is { } scene
        ? [.. scene.Signals.Select(head => new SignalReader(head, SignalReader.CropFor(head, scene.Camera.Width, scene.Camera.Height)))]
        : [];

    /// <summary>Runs until the source ends or <paramref name="stop"/>; both callbacks come on the calling thread.</summary>
    /// <param name="onTrack">Once per ended track, soon after it ended; with the source's first time stamp, µs.</param>
    /// <param name="onFrame">After every frame, for progress: frames so far and media time in µs.</param>
    public LineEnd Run(Action<TrackOutcome, long> onTrack, Action<long, long> onFrame, CancellationToken stop)
    {
        var live = setup.Source.InRealTime;
        using var cancelReader = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var tiler = setup.Detector is IRegionDetector { Identity: var input }
            ? Tiler.For(setup.Looks, input.AnalysisWidth, input.AnalysisHeight, setup.Video.Width, setup.Video.Height, [.. setup.Scene?.Lanes.Select(l => l.Area) ?? []], setup.Calibration)
            : null;
        using var link = new FrameLink<Frame>(capacity: live ? FramesOf(LiveLinkSeconds) : 8, live ? LinkFull.DropOldest : LinkFull.Wait);
        var places = signals.Select(s => CropBox.Around(s.Crop)).ToList();
        var reader = new FrameReader(setup.Source, setup.Video, new FrameReaderSettings
        {
            // room for closer looks at parts of the picture
            MaxAnalysisWidth = (int)(setup.Detector.Identity.AnalysisWidth * (tiler is null ? 1 : setup.Looks.TileGain)),
            MaxAnalysisHeight = (int)(setup.Detector.Identity.AnalysisHeight * (tiler is null ? 1 : setup.Looks.TileGain)),
            Crops = [.. places],
            // plates are read on the camera's own pixels, beside the smaller picture that is analysed
            WholeEvery = setup.Plates is null ? null : TimeSpan.FromSeconds(PlateLookSettings.WholeSeconds),
            StartUtc = setup.StartUtc,
            Fragments = setup.Tap?.Outlet,
            Blackened = setup.Blackened,
            Stall = setup.Tap?.Stall ?? new FrameReaderSettings().Stall,
        });
        if (setup.Tap is { } tap) tap.Audit = () => Vouched(reader.TimeSoFar);
        ReadEnd? end = null;
        Exception? broken = null;
        var reading = new Thread(() =>
        {
            try
            {
                end = reader.Run(frame =>
                {
                    if (setup.Tap?.Received(frame.Time) is false) frame.Dispose();
                    else link.Write(frame);
                }, cancelReader.Token);
            }
            catch (OperationCanceledException) when (cancelReader.IsCancellationRequested) { }
            catch (Exception bug) { broken = bug; } // carried to the caller's thread below
            finally { link.Complete(); }
        })
        { Name = "frames", IsBackground = true };
        reading.Start();

        var follow = new Follow(setup, tiler, signals, reader);
        var most = FramesOf(BehindSeconds);
        try
        {
            while (!stop.IsCancellationRequested && link.TryRead(out var frame))
            {
                using (frame)
                {
                    follow.Step(frame, behind: live && link.Count > most, onTrack);
                    onFrame(follow.Frames, follow.LastUs);
                    setup.Tap?.Done(frame.Time, link.Dropped);
                }
            }
        }
        finally
        {
            cancelReader.Cancel();
            link.Dispose();
            reading.Join();
        }
        if (broken is not null) throw new InvalidOperationException("the frame reader failed", broken);
        follow.Finish(onTrack);
        return new LineEnd(end, follow.Frames, follow.Looks, follow.LastUs, link.Dropped, follow.Timelines(), reader.StartPtsUs ?? 0, stop.IsCancellationRequested)
        {
            View = follow.ViewRun(),
            StillSeconds = follow.StillSeconds,
            HazySeconds = setup.Detector is ClearedDetector { HazySeconds: var hazy } ? hazy : 0,
        };
    }

    /// <summary>About how many frames the camera delivers in this time; never less than one.</summary>
    private int FramesOf(double seconds) => Math.Max(1, (int)Math.Round(seconds * (setup.Video.DeclaredFps is > 0 and <= MostFps and var fps ? fps : UsualFps)));

    private TimeAuditResult Vouched(TimeAuditResult time)
    {
        var view = new TimeAuditView(time.Quality, time.JitterUs, time.Why, []).VouchedBy(setup.Scene);
        return time with { Quality = view.Quality, Why = view.Why };
    }

    /// <summary>A watch as sharp as the scene needs it; where speeds are measured and no area says how sharp that is, as sharp as it can be.</summary>
    internal static ViewWatch NewWatch(LineSetup setup) =>
        new(setup.View, setup.Calibration is { } plane ? ViewTolerance.Px(plane, SceneAreas.Measured(setup.Scene)) ?? 0 : null);

    /// <summary>The consumer's half: owns tracker, looks and open tracks.</summary>
    internal sealed class Follow(LineSetup setup, Tiler? tiler, ImmutableArray<SignalReader> signals, FrameReader reader)
    {
        private readonly Tracker tracker = new(setup.Tracker, setup.Calibration);
        // the motion detector compares frame with frame: it must see every one
        private readonly Looker? looker = setup.Detector is MotionDetector ? null : new Looker(setup.Looks, SceneAreas.Measured(setup.Scene), tiler);
        private readonly ViewWatch watch = setup.Tap is { } tap ? tap.Watch(setup) : NewWatch(setup);
        private readonly PictureWatch picture = setup.Tap?.Picture ?? new(TimeSpan.MaxValue);
        private readonly PlateWatch? plates = setup.Plates is { } eyes ? new(eyes, new PlateLookSettings(), new PlateVoteSettings(), setup.Calibration) : null;
        private readonly Detection[] found = new Detection[MaxDetections];
        private readonly List<Track> ended = [];

        public long Frames { get; private set; }

        /// <summary>Frames the detector looked at.</summary>
        public long Looks { get; private set; }
        public long LastUs { get; private set; }

        /// <param name="behind">Frames are waiting: what can be left out is.</param>
        public void Step(Frame frame, bool behind, Action<TrackOutcome, long> onTrack)
        {
            var view = frame.View;
            if (behind) setup.Tap?.Waited();
            if (setup.Tap?.BeginsAnew(view.Number) is true)
            {
                tracker.Finish(ended);
                Give(onTrack);
            }
            if (setup.Tap is { } tap)
            {
                tap.Look(view);
            }
            else
            {
                watch.Step(view);
                picture.Step(view);
            }
            for (var i = 0; i < signals.Length; i++)
            {
                var place = frame.CropPlace(i);
                signals[i].Step(frame.Crop(i), new PixelBox(place.X, place.Y, place.Width, place.Height), view.Time);
            }
            if (looker is null || looker.IsDue(view, tracker.Live, behind))
            {
                var seen = found.AsSpan(0, looker is null ? setup.Detector.Detect(view, found) : looker.Look(view, tracker.Live, setup.Detector, found, behind));
                tracker.Step(view.Number, view.Time, seen, ended, looker is null ? [] : looker.Places(view, tracker.Live), looker?.Reach ?? default);
                looker?.Remember(view, tracker.Live, seen);
                Looks++;
            }
            else
            {
                tracker.Skip(view.Number, view.Time, ended);
            }
            if (frame.HasWhole)
            {
                if (behind) setup.Tap?.PlatesLeftOut();
                else plates?.Step(frame.Whole, tracker.Live);
            }
            Frames++;
            LastUs = view.Time.MediaUs;
            setup.Tap?.Seen(view, tracker.Live, this);
            Give(onTrack);
        }

        public void Finish(Action<TrackOutcome, long> onTrack)
        {
            tracker.Finish(ended);
            Give(onTrack);
        }

        public ImmutableDictionary<string, SignalTimeline> Timelines(long sinceUs = long.MinValue) =>
            signals.SelectMany(s => s.Timelines(LastUs, sinceUs)).ToImmutableDictionary(t => t.Head);

        public ViewRun ViewRun() => watch.Run();

        /// <summary>For how long the picture did not change.</summary>
        public int StillSeconds => picture.StillSeconds;

        /// <summary>What the heads show now.</summary>
        public Dictionary<string, SignalState> SignalsNow() => SignalsAt.Instant(Timelines(LastUs - 1_000_000), LastUs);

        /// <summary>A track's plate as far as it is read by now; null while nothing is sure.</summary>
        public string? PlateNow(int track) => plates?.SoFar(track);

        private ViewStay ViewOver(Track track) => setup.Tap is { } tap
            ? tap.Over(track.First.Time.MediaUs, track.Last.Time.MediaUs) : watch.Over(track.First.Time.MediaUs, track.Last.Time.MediaUs);

        /// <summary>The reader judges the source's time as it goes; a track is measured by what is known when it ends.</summary>
        private TimeAuditView TimeOf(Track track)
        {
            var from = track.First.Time.MediaUs;
            var time = reader.TimeSince(from);
            return new TimeAuditView(time.Quality, time.JitterUs, time.Why, [.. reader.GapsSoFar.Where(g => setup.Tap is null || g.ToUs > from - LiveGapsUs).Select(g => (g.FromUs, g.ToUs))])
            {
                StillsUs = [.. picture.Stills.Where(s => s.UntilUs >= from)],
                Broke = time.Broke,
                ClockApartUs = setup.Tap?.ClockApartUs ?? 0,
            };
        }

        private void Give(Action<TrackOutcome, long> onTrack)
        {
            if (ended.Count == 0) return;
            foreach (var whole in ended)
            {
                var parts = TurnBack.Cut(whole, tracker.NewId);
                var judged = plates?.Take(whole, parts, tracker.NewId) ?? [.. parts.Select(p => (p, (PlateVerdict?)null))];
                setup.Tap?.Parted(whole, [.. judged.Select(j => j.Track)]);
                foreach (var (track, plate) in judged)
                {
                    var from = track.First.Time.MediaUs;
                    var outcome = TrackJudge.Judge(setup, track, Timelines(from), TimeOf(track), ViewOver(track), looker?.HurriedUs >= from, looker?.HazyUs >= from);
                    var read = WithPlate(outcome, plate);
                    onTrack(setup.Section?.Judge(read) ?? read, reader.StartPtsUs ?? 0);
                }
            }
            ended.Clear();
        }

        private static TrackOutcome WithPlate(TrackOutcome outcome, PlateVerdict? verdict) => verdict is null ? outcome
            : outcome with
            {
                Plates = verdict,
                Passage = outcome.Passage is { } p ? p with { Plate = verdict.Accepted, PlateRefused = verdict.Refused } : null,
                Gates = [.. outcome.Gates.Select(g => g with { Plate = verdict.Accepted?.Text })],
            };
    }
}
