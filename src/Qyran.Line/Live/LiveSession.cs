using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Media;
using Qyran.Media.Recording;
using Qyran.Rules;

namespace Qyran.Line.Live;

/// <summary>
/// One connection to a camera, from finding out what it sends to its end. <see cref="Run"/> blocks; the rest may be read from any thread.
/// </summary>
internal sealed class LiveSession(long number, LiveSettings settings, LiveHouse house, LiveView view, FactFeed facts, LiveTroubles troubles) : IDisposable
{
    /// <summary>So far may a camera's clock and ours come apart before it is connected anew, and for so long must all fragments say so.</summary>
    private const long MostApartUs = 4_000_000;
    private static readonly TimeSpan LongestApart = TimeSpan.FromSeconds(10);

    /// <summary>Pictures nearer than this to one another, of a time in which a camera sends some, are no time: ffmpeg puts them a tick apart when stamps go back.</summary>
    private const long LeastStepUs = 1_000, SomeTimeUs = 500_000;

    /// <summary>Video that comes late because the machine is behind is in no wrong hour: it may come this late before it is given up for fresh video.</summary>
    private const long MostBehindUs = 15_000_000;
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(20);
    private readonly SessionClock clock = new(house.Clock, settles: settings.Source is MediaSource.Live);
    private readonly CancellationTokenSource ended = new();
    private string? why;
    private long? apartSince;
    private (long EndUs, long AtUs)? before;

    /// <summary>What the camera sends; null before that is known.</summary>
    public VideoInfo? Video { get; private set; }

    /// <summary>What the line takes and tells; null while nothing is decoded.</summary>
    public LiveTap? Tap { get; private set; }

    public long? SinceUs { get; private set; }

    public void Dispose() => ended.Dispose();

    /// <summary>Ends it from outside.</summary>
    public void End(string reason)
    {
        Interlocked.CompareExchange(ref why, reason, null);
        try
        {
            ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has ended by itself
        }
    }

    /// <summary>Runs until the camera ends it, <see cref="End"/> or <paramref name="stop"/>.</summary>
    /// <param name="onFragment">Every piece of video; on a thread of the reading.</param>
    /// <param name="onTrack">Every ended track, with what is needed to pack it; on the line's thread, which waits.</param>
    /// <returns>Why it ended, for people.</returns>
    public string Run(Action<Fragment> onFragment, Action<TrackOutcome, LineSetup, LiveTap, long> onTrack, CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, ended.Token);
        var probed = Probe.Read(settings.Source, ProbeTimeout, both.Token);
        if (probed is not ProbeOutcome.Found { Video: var video }) return Said(stop) ?? ((ProbeOutcome.Failed)probed).Failure.Text;
        Video = video;
        var outlet = new FragmentOutlet(number, clock, f =>
        {
            SinceUs ??= f.StartUs;
            if (Fits(f)) onFragment(f);
        });
        using var work = Prepare(video, outlet, both.Token);
        Failure? failure;
        if (work.Line is { } line)
        {
            var end = new CameraLine(line).Run((outcome, _) => onTrack(outcome, line, Tap!, outcome.Track.First.Time.UtcOffsetUs ?? 0), (_, _) => { }, both.Token);
            failure = end.Read?.Failure;
        }
        else
        {
            failure = CopyReader.Run(settings.Source, video, outlet, new FrameReaderSettings { Stall = settings.Stall, Clock = house.Clock, Blackened = settings.Blackened }, both.Token);
        }
        return Said(stop) ?? failure?.Text ?? "it ended";
    }

    private string? Said(CancellationToken stop) => stop.IsCancellationRequested ? "the program was stopped" : Volatile.Read(ref why);

    /// <summary>The line, or none where nothing is to be analysed or the settings do not fit the picture: recording goes on then.</summary>
    private Prepared Prepare(VideoInfo video, FragmentOutlet outlet, CancellationToken stop)
    {
        if (settings.Detector == "off")
        {
            troubles.Set(LiveTrouble.Settings, null);
            return new Prepared(null);
        }
        Scene? scene = null;
        if (!settings.SceneFile.IsEmpty && (scene = SceneFile.Read(settings.SceneFile.Span, RuleBook.KnownRules, out var errors)) is null)
        {
            troubles.Set(LiveTrouble.Settings, $"the scene cannot be read: {errors[0]}; it only records");
            return new Prepared(null);
        }
        var (setup, failure) = LineOpening.Assemble(settings.Source, video, scene, settings.Detector, null);
        troubles.Set(LiveTrouble.Settings, setup is null ? $"{failure!.Text}; it only records" : null);
        if (setup is null) return new Prepared(null);
        var loop = settings.Source is MediaSource.Played played ? Probe.CountFrames(played, stop) : 0;
        Tap = new LiveTap(view, facts, outlet, settings.Stall, loop, house.Clock);
        // without its models plates stay unread; everything else goes on
        return new Prepared(setup with { Tap = Tap, Plates = settings.Plates && house.Plates.Ready(out _) ? house.Plates : null, Blackened = settings.Blackened });
    }

    /// <summary>What only the coded video tells: another kind of stream, a clock that was set. False: its stamps are of another clock, it must not be kept under them.</summary>
    private bool Fits(Fragment fragment)
    {
        if (StreamChange.Differs(fragment)) End("the camera changed what it sends");
        var now = LiveClock.NowUs(house.Clock);
        // Against the fragment before it, not against our clock: a first one that came late makes all others seem early, and that is no step.
        // A step forward shows in the end of the last fragment before it already: its last picture seems to last until then.
        if (before is var (endUs, atUs) && (fragment.EndUs - endUs - (now - atUs) > MostApartUs || fragment.EndUs < endUs - MostApartUs))
        {
            End("the camera's clock was set");
            return false;
        }
        // a step back does not show as one: stamps stand still until the clock has caught up, and no fragment ends before its next key picture
        if (before is var (_, lastUs) && now - lastUs >= SomeTimeUs && fragment.Pictures > 1 && fragment.EndUs - fragment.StartUs < fragment.Pictures * LeastStepUs)
        {
            End("the camera's clock was set");
            return false;
        }
        before = (fragment.EndUs, now);
        var apart = Math.Abs(now - fragment.EndUs) > (Tap?.Every > 1 ? MostBehindUs : MostApartUs);
        apartSince = apart ? apartSince ?? house.Clock.GetTimestamp() : null;
        if (apartSince is { } since && house.Clock.GetElapsedTime(since) >= LongestApart) End("the camera's clock and ours have come apart");
        return true;
    }

    private sealed record Prepared(LineSetup? Line) : IDisposable
    {
        public void Dispose() => Line?.Detector.Dispose();
    }
}
