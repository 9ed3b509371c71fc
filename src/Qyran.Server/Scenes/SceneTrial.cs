using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Line.Outputs;

namespace Qyran.Server.Scenes;

/// <summary>One run of a draft over recorded minutes. Its own task writes it; anybody may ask for what it has come to.</summary>
/// <param name="site">Where the camera was when it began: an id may come to another site later.</param>
internal sealed class SceneTrial(string site, CancellationToken end) : IDisposable
{
    /// <summary>More than this many passages are counted, but not listed.</summary>
    private const int Most = 500;
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(end);
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Rule, string Outcome, string Why), int> judged = [];
    private TrialView now = new("waiting", 0, null, null, null, null, 0, 0, [], []);

    public string Site => site;
    public CancellationToken Stopped => stop.Token;
    public bool Runs => Now.State is "waiting" or "running";

    public TrialView Now
    {
        get { lock (gate) return now with { Verdicts = [.. judged.Select(j => new TrialView.Judged(j.Key.Rule, j.Key.Outcome, j.Key.Why, j.Value))] }; }
    }

    public void Stop() => stop.Cancel();

    public void Dispose() => stop.Dispose();

    /// <param name="fromUs">The first picture, µs UTC, and</param><param name="untilUs">the last one's end.</param>
    public void Begin(long fromUs, long untilUs) => Set(t => t with { State = "running", From = Moment.Of(fromUs), Until = Moment.Of(untilUs), OfSeconds = (untilUs - fromUs) / 1e6 });

    public void Reached(double seconds) => Set(t => t with { Seconds = seconds });

    public void End() => Set(t => t with { State = stop.IsCancellationRequested ? "stopped" : "done" });

    public void Fail(Failure failure) => Set(t => t with { State = "failed", Why = failure.Text });

    public void Add(TrackOutcome outcome)
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
