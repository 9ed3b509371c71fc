using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Line;
using Qyran.Line.Live;
using Qyran.Line.Outputs;
using Qyran.Rules;

namespace Qyran.Server.Scenes;

/// <summary>One run of a draft over recorded minutes: the same line as the camera's own. Nothing of it is stored.</summary>
internal sealed class SceneTrial(string site, Scene draft, string detector, CancellationToken end) : RecordedRun(site, end)
{
    /// <summary>More than this many passages are counted, but not listed.</summary>
    private const int Most = 500;
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Rule, string Outcome, string Why), int> judged = [];
    private TrialView now = new("waiting", 0, null, null, null, null, 0, 0, [], []);

    public override bool Runs => Now.State is "waiting" or "running";

    public TrialView Now
    {
        get { lock (gate) return now with { Verdicts = [.. judged.Select(j => new TrialView.Judged(j.Key.Rule, RuleBook.Title(j.Key.Rule), j.Key.Outcome, j.Key.Why, j.Value))] }; }
    }

    public override void Begin(long fromUs, long untilUs) => Set(t => t with { State = "running", From = Moment.Of(fromUs), Until = Moment.Of(untilUs), OfSeconds = (untilUs - fromUs) / 1e6 });

    public override Failure? Work(string path, LiveStatus? live)
    {
        // a file proves no clock; what the camera's own stamps were found to be holds for it too
        var scene = draft.Camera.Clock is null && live is { Time: TimeQuality.Exact or TimeQuality.Jittered, TimeWhy: var why } ? draft with { Camera = draft.Camera with { Clock = why } } : draft;
        var (video, failure) = LineOpening.ReadVideo(path, Stopped);
        if (video is null) return failure;
        (var setup, failure) = LineOpening.Assemble(path, video, scene, detector, null);
        if (setup is null) return failure;
        using var owned = setup.Detector;
        new CameraLine(setup).Run((outcome, _) => Add(outcome), (_, us) => Set(t => t with { Seconds = us / 1e6 }), Stopped);
        return null;
    }

    public override void End() => Set(t => t with { State = Stopped.IsCancellationRequested ? "stopped" : "done" });

    public override void Fail(Failure failure) => Set(t => t with { State = "failed", Why = failure.Text });

    private void Add(TrackOutcome outcome)
    {
        if (outcome.Passage is not { } p) return;
        lock (gate)
        {
            foreach (var f in outcome.Findings)
            {
                // what is kept needs no reason, and one with the numbers of each vehicle would be a line for each
                var key = (f.Rule, Word(f.Verdict), f.Verdict is Verdict.Undecided ? f.Verdict.Why : "");
                judged[key] = judged.GetValueOrDefault(key) + 1;
            }
        }
        Set(t => t with
        {
            Vehicles = t.Vehicles + 1,
            Measured = t.Measured + (p.Speed is null ? 0 : 1),
            Passages = t.Passages.Length >= Most ? t.Passages : t.Passages.Add(new(p.FirstSeen.Seconds, PassageJson.Word(p.Class), p.Lane, p.Direction, p.Speed?.Value.Kmh, p.Speed?.Error.Kmh, p.SpeedRefused)),
        });
    }

    private void Set(Func<TrialView, TrialView> to)
    {
        lock (gate) now = to(now);
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Broken => "broken",
        Verdict.Kept => "kept",
        Verdict.Undecided => "undecided",
        _ => throw new InvalidOperationException("a closed choice"),
    };
}
