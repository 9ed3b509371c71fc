using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;
using Qyran.Domain.Scenes;
using Qyran.Line.Cases;
using Qyran.Media;
using Qyran.Media.Recording;
using Qyran.Rules;

namespace Qyran.Line.Live;

/// <summary>
/// One camera around the clock: connects for ever, records, runs the line, tells the house. One owner runs it; everything else may be called from any thread.
/// </summary>
public sealed partial class LiveCamera
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(10), Steady = TimeSpan.FromSeconds(30), Period = TimeSpan.FromSeconds(1);
    private const long GapUs = 1_000_000, ShortRunUs = 60_000_000, LookBackUs = 7L * 86_400_000_000;
    private const int TidyEvery = 15;
    private readonly LiveHouse house;
    private readonly string id;
    private readonly LiveTold told;
    private readonly LiveTroubles troubles;
    private readonly LiveView view;
    private LiveSettings now;
    private LiveSession? session;
    private LiveRecordings? recordings;
    private LiveEvidence? evidence;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveState state = LiveState.Stopped;
    private string? failure, gapWhy;
    private long? videoUntilUs;
    private int connections;
    private (long Frames, long Dropped, long Pressed) minuteAgo;
    private double? share, pressed;
    private SurveyTerm term;

    public LiveCamera(LiveSettings settings, LiveHouse house)
    {
        if (!IsId(settings.Id)) throw new ArgumentException($"'{settings.Id}' cannot name a camera", nameof(settings));
        (now, this.house, id, term) = (settings, house, settings.Id, SurveyTerm.Of(settings));
        told = new LiveTold(house.Clock);
        troubles = new LiveTroubles(id, house, told);
        view = new LiveView(settings.Suspended, settings.FrozenAfter);
        if (settings.Suspended is { } why) troubles.Set(LiveTrouble.ViewMoved, why);
    }

    /// <summary>Live video.</summary>
    public FragmentFeed Video { get; } = new();

    /// <summary>What is seen in it.</summary>
    public FactFeed Facts { get; } = new();

    public LiveSettings Settings => Volatile.Read(ref now);

    public LiveStatus Status
    {
        get
        {
            var (its, tap, all) = (Volatile.Read(ref session), Volatile.Read(ref session)?.Tap, troubles.Now);
            var (analysing, survey) = (Settings.Detector != "off", Survey());
            double? delay = tap is { Analysed: > 0 } ? tap.DelayUs / 1000.0 : null;
            var (quality, why) = (tap?.Time ?? TimeQuality.Unknown, tap?.TimeWhy ?? "not judged yet");
            var (score, reasons) = LiveHealth.Judge(state, Volatile.Read(ref failure), analysing, share, pressed, delay, quality, why, view.Suspended, view.Picture.Frozen, view.Picture.Light, view.Focus.Softness,
                tap?.IsHazy ?? false, view.State, survey.EndsSoon(house.Clock.GetUtcNow()), all.Where(t => t.Key is LiveTrouble.Disk or LiveTrouble.Settings or LiveTrouble.TimeStamp or LiveTrouble.Survey or LiveTrouble.Verification or LiveTrouble.Evidence).Select(t => t.Value).Concat((told.Refused ?? Volatile.Read(ref recordings)?.Refused) is { } refused ? [refused] : []));
            return new LiveStatus(state, score, reasons, its?.Video, its?.SinceUs, tap?.Frames ?? 0, tap?.Analysed ?? 0, tap?.Dropped ?? 0, tap?.Fps(), delay, quality, why, view.Suspended,
                [.. all.Keys], Volatile.Read(ref recordings)?.Recorder.SafeUntilUs is > 0 and var safe ? safe : null, connections, Volatile.Read(ref failure), tap?.WithoutPlates ?? 0, tap?.Pressed ?? 0)
            {
                SurveyUntilUs = survey.Until is { } until ? LiveClock.Us(until) : null,
            };
        }
    }

    /// <summary>Null when these settings can be run; says what is wrong otherwise. Does not touch the network; reads the scene.</summary>
    public static Failure? Refusal(LiveSettings settings)
    {
        if (!IsId(settings.Id)) return new Failure(FailureKind.Invalid, "a camera's id is of letters, digits, dash and underscore, at most 40");
        if (settings.Source.Refusal() is { } unfit) return unfit;
        if (!settings.Source.InRealTime) return new Failure(FailureKind.Invalid, "a file is a camera only when it is played as one");
        if (settings.Detector is not ("off" or "motion") && !File.Exists(settings.Detector)) return new Failure(FailureKind.NotFound, $"no such model: {settings.Detector}");
        if (settings.Blackened.Length > PictureZone.Most || settings.Blackened.Any(z => !z.IsGood))
            return new Failure(FailureKind.Invalid, $"at most {PictureZone.Most} zones are blackened, each within the picture: x, y, width and height are shares from 0 to 1");
        return !settings.SceneFile.IsEmpty && SceneFile.Read(settings.SceneFile.Span, RuleBook.KnownRules, out var errors) is null
            ? new Failure(FailureKind.Invalid, $"the scene cannot be read: {errors[0]}") : null;
    }

    /// <summary>Runs until <paramref name="stop"/>; then what is being recorded is finished, open cases get their packs with what video there is, and it returns.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        told.Start();
        recordings = LiveRecordings.Begin(house, id, told, troubles, Settings.FileLength);
        evidence = new LiveEvidence(house, id, recordings, told, troubles, () => Settings);
        using var hurry = stop.Register(told.Hurry);
        using var hurryToo = stop.Register(recordings.Hurry);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var minding = Task.CompletedTask;
        try
        {
            // before anything is recycled
            await GuardPending();
            evidence.Start();
            minding = Task.Run(() => Mind(ending.Token), CancellationToken.None);
            await SinceLastRun();
            await Connect(stop);
        }
        finally
        {
            Video.End(); // whoever watches asks anew: this camera may be added or resumed as another one
            await ending.CancelAsync();
            await minding;
            // first what is found and recorded, then what was to be told of it
            await Task.Run(recordings.Recorder.EndSession, CancellationToken.None);
            await evidence.End();
            await Task.Run(recordings.Dispose, CancellationToken.None);
            await told.End();
            state = LiveState.Stopped;
        }
    }

    /// <summary>From now on like this; the id stays. A changed source, scene, detector or plate reading makes a new connection (a gap of a second or two in the recording).</summary>
    public void Apply(LiveSettings settings)
    {
        if (settings.Id != id) throw new ArgumentException("a camera keeps its id", nameof(settings));
        var before = Interlocked.Exchange(ref now, settings);
        if (before.SameLine(settings)) return;
        Volatile.Read(ref session)?.End("its settings were changed");
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Somebody has looked: the view is the one the scene was drawn on. Measuring goes on, with what is seen now as the reference.</summary>
    public void ConfirmView()
    {
        view.Confirm();
        troubles.Set(LiveTrouble.ViewMoved, null);
    }

    /// <summary>The picture as it is now, full size, JPEG; null while there is none. Costs a decoding of a second or two of video.</summary>
    public Task<byte[]?> Snapshot(CancellationToken stop) => Task.Run(() => LivePicture.Last(Video.SinceKey(), stop), stop);

    /// <summary>Any recorded span (µs UTC) as one MP4 by stream copy, into a new file. Starts at the key picture at or before.</summary>
    public async Task<(ExportedSpan? Span, Failure? Failure)> Export(long fromUs, long untilUs, string path, CancellationToken stop)
    {
        var files = Volatile.Read(ref recordings) is { } its ? await its.Covering(fromUs, untilUs, stop) : await house.Rows.Covering(id, fromUs, untilUs, stop);
        return await RecordingExport.Write(house.DataFolder, files, fromUs, untilUs, path, stop);
    }

    private async Task Connect(CancellationToken stop)
    {
        var wait = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            var interrupted = Volatile.Read(ref changed).Task;
            var began = house.Clock.GetTimestamp();
            state = LiveState.Connecting;
            // the line's own thread for as long as the connection lasts
            var why = await Task.Factory.StartNew(() => Once(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (stop.IsCancellationRequested) break;
            gapWhy = why;
            Volatile.Write(ref failure, why);
            troubles.Set(LiveTrouble.Away, why);
            state = LiveState.Waiting;
            wait = house.Clock.GetElapsedTime(began) > Steady ? FirstPause : wait;
            await Pause(wait, interrupted, stop);
            wait = wait * 2 < LongestPause ? wait * 2 : LongestPause;
            if (interrupted.IsCompleted) wait = FirstPause;
        }
    }

    private string Once(CancellationToken stop)
    {
        var settings = Settings;
        using var its = new LiveSession(Interlocked.Increment(ref connections), settings, house, view, Facts, troubles);
        Volatile.Write(ref session, its);
        try
        {
            return its.Run(f => Take(f, settings), (outcome, line, tap, offset) => Ended(outcome, line, tap, offset, settings), stop);
        }
        finally
        {
            recordings!.Recorder.EndSession();
        }
    }

    private void Take(Fragment fragment, LiveSettings settings)
    {
        if (state != LiveState.Running)
        {
            state = LiveState.Running;
            troubles.Set(LiveTrouble.Away, null);
        }
        // between two connections every gap is told, however short; within one the stamps have some play
        if (videoUntilUs is { } until && fragment.StartUs - until > (gapWhy is null ? GapUs : 0))
            Missed(until, fragment.StartUs, gapWhy ?? "the camera sent nothing");
        gapWhy = null;
        videoUntilUs = fragment.VideoUntilUs;
        Video.Add(fragment);
        if (settings.Record) recordings!.Recorder.Add(fragment);
    }

    /// <summary>The line's thread: it waits until passage and cases are taken.</summary>
    private void Ended(TrackOutcome outcome, LineSetup line, LiveTap tap, long utcOffsetUs, LiveSettings settings)
    {
        // a connection that breaks ends all tracks: told of each time, a parked car would be traffic
        if (outcome.Passage is not { } passage || outcome.OnlyStood)
        {
            tap.Drop(outcome.Track.Id);
            return;
        }
        var began = LiveClock.At(utcOffsetUs);
        passage = passage with { Id = string.Create(CultureInfo.InvariantCulture, $"{id}-{began:yyyyMMddHHmmss}-{passage.Id}") };
        // a scene may call its camera as it likes: under another camera's id it says nothing
        var exemptions = house.Exemptions.Now;
        outcome = house.Sections.Judge(outcome with { Passage = passage, Gates = [.. outcome.Gates.Where(g => g.Camera == id).Select(g => g with { Passage = passage.Id })] }, exemptions);
        outcome = Exempting.Judge(outcome, exemptions);
        house.Exemptions.Count(outcome.Findings.Count(f => f.Exempt is not null));
        var taken = new LivePassage(id, outcome, passage.FirstSeen.MediaUs + utcOffsetUs, passage.LastSeen.MediaUs + utcOffsetUs, tap.Thumbnail(outcome.Track.Id), Trail.Of(outcome.Track, line.Video.Width, line.Video.Height));
        told.InsistHere(stop => house.Sink.Passed(taken, stop));
        foreach (var finding in outcome.Findings)
        {
            if (finding.Verdict is not Verdict.Broken broken) continue;
            var made = new Case($"{passage.Id}-{finding.Rule}", finding.Rule, finding.Offence, passage.Id, broken, null);
            var words = PackDescription.Of(line, settings.SceneFile, made, outcome, house.Clock);
            if (settings.Record) evidence!.Note(words);
            told.InsistHere(stop => house.Sink.Found(new LiveCase(id, made, broken.AtUs + utcOffsetUs), stop));
            if (settings.Record) evidence!.Add(words);
            else told.InsistHere(stop => house.Sink.Recorded(new LivePack(id, made.Id, null, "this camera records nothing", 0, 0), stop));
        }
    }

    /// <summary>Once a second: alarms that nobody else raises, retention.</summary>
    private async Task Mind(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Period, house.Clock);
        try
        {
            for (var n = 0; await timer.WaitForNextTickAsync(stop); n++)
            {
                var tap = Volatile.Read(ref session)?.Tap;
                troubles.Set(LiveTrouble.ViewMoved, view.Suspended);
                troubles.Set(LiveTrouble.Frozen, view.Picture.Frozen ? "the picture does not change any more" : null);
                troubles.Set(LiveTrouble.Time, tap?.Time is TimeQuality.Synthetic or TimeQuality.Broken ? tap.TimeWhy : null);
                troubles.Set(LiveTrouble.Survey, Survey().Expired(house.Clock.GetUtcNow()));
                troubles.Set(LiveTrouble.Verification, Survey().Lapsed(house.Clock.GetUtcNow()));
                if (n % TidyEvery != 0) continue;
                Share(tap);
                await Tidy(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // stopped
        }
    }

    /// <summary>The survey of the settings as they are now; whatever they are changed to is read once.</summary>
    private SurveyTerm Survey()
    {
        var (settings, known) = (Settings, Volatile.Read(ref term));
        if (ReferenceEquals(known.Settings, settings)) return known;
        var read = SurveyTerm.Of(settings);
        Volatile.Write(ref term, read);
        return read;
    }

    private void Share(LiveTap? tap)
    {
        var seen = (Frames: tap?.Frames ?? 0, Dropped: tap?.Dropped ?? 0, Pressed: tap?.Pressed ?? 0);
        var before = seen.Frames < minuteAgo.Frames ? default : minuteAgo;
        var frames = seen.Frames - before.Frames;
        minuteAgo = seen;
        share = frames > 0 ? 1 - ((double)(seen.Dropped - before.Dropped) / frames) : null;
        pressed = frames > 0 ? (double)(seen.Pressed - before.Pressed) / frames : null;
        troubles.Set(LiveTrouble.Overload, tap?.Every > 1 ? $"only every {(tap.Every == 2 ? "second" : "fourth")} frame is analysed: the machine is too slow for its cameras"
            : share < 0.9 ? "frames are dropped: the machine is too slow for its cameras" : null);
    }

    private async Task Tidy(CancellationToken stop)
    {
        try
        {
            await recordings!.Tidy(Settings, stop);
        }
        catch (Exception e) when (e is not (NullReferenceException or InvalidCastException or ArgumentException) && !stop.IsCancellationRequested)
        {
            Volatile.Write(ref failure, $"recordings cannot be recycled: {e.Message}"); // tried again in a while
        }
    }

    /// <summary>What the cases of an earlier run still need is protected, all of it at once: they are packed one after the other, which may take long.</summary>
    private async Task GuardPending()
    {
        try
        {
            var spans = await Task.Run(() => PendingCases.Of(house, id).All().Select(c => PendingCases.Span(c, Settings)).ToArray());
            foreach (var (from, until) in spans) await told.Insist(stop => recordings!.Guard(from, until, stop));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            troubles.Set(LiveTrouble.Disk, PendingCases.Refused(e)); // recording does not rest on it
        }
    }

    /// <summary>Where the last run of the program stopped, its video ends: the gap since then is told with the first picture.</summary>
    private async Task SinceLastRun()
    {
        var nowUs = LiveClock.NowUs(house.Clock);
        var files = ImmutableArray<RecordedFile>.Empty;
        await told.Insist(async stop => files = await house.Rows.Covering(id, nowUs - LookBackUs, nowUs, stop));
        if (files.IsEmpty) return;
        (videoUntilUs, gapWhy) = (files.Max(f => f.EndUs), "the program did not run");
        // a run that was killed just after its first picture may not have told the gap before it; told twice it is one
        var (before, next) = files.Zip(files.Skip(1)).LastOrDefault(f => f.Second.StartUs - f.First.EndUs > GapUs);
        if (before is not null && videoUntilUs - next.StartUs < ShortRunUs) Missed(before.EndUs, next.StartUs, "the program was killed before it could tell why");
    }

    private void Missed(long fromUs, long untilUs, string why)
    {
        var gap = new LiveGap(id, fromUs, untilUs, why);
        told.Tell(stop => house.Sink.Missed(gap, stop));
    }

    private async Task Pause(TimeSpan time, Task interrupted, CancellationToken stop)
    {
        try
        {
            await Task.WhenAny(Task.Delay(time, house.Clock, stop), interrupted);
        }
        catch (OperationCanceledException)
        {
            // stopped
        }
    }

    private static bool IsId(string id) => Id().IsMatch(id);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
