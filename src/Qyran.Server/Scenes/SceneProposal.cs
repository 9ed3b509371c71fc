using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Line;
using Qyran.Line.Calibrating;
using Qyran.Line.Live;

namespace Qyran.Server.Scenes;

/// <summary>A first survey and lanes out of the traffic of recorded minutes, as <c>qyran calibrate</c> makes them, for a person to correct. Nothing of it is stored.</summary>
/// <param name="stored">The camera's scene, for its lens: the survey is proposed for that lens, and stands in the proposal with it. Null: none.</param>
internal sealed class SceneProposal(string site, string camera, string detector, Scene? stored, CancellationToken end) : RecordedRun(site, end)
{
    private readonly Lock gate = new();
    private ProposalView now = new("waiting", null, 0, null, null, 0, null, null);

    public ProposalView Now
    {
        get { lock (gate) return now; }
    }

    public override bool Runs => Now.State is "waiting" or "running";

    public override void Begin(long fromUs, long untilUs) => Set(p => p with { State = "running" });

    public override Failure? Work(string path, LiveStatus? live)
    {
        var (video, unread) = LineOpening.ReadVideo(path, Stopped);
        if (video is null) return unread;
        // a lens is told in pixels of the picture its scene was drawn for
        var lens = stored is not null && SceneFit.Check(stored, video.Width, video.Height) is null ? stored.Lens : null;
        var found = FirstCalibrationRun.Run(path, detector, lens, [],
            done => Set(p => p with { Step = done.Step, Seconds = done.DoneSeconds, OfSeconds = done.OfSeconds, Vehicles = done.Passages }), Stopped, out var failure);
        if (found is null) return failure;
        // what the file is called and who vouches for its clock says nothing of the camera
        var scene = found.Scene with { Name = camera, Camera = found.Scene.Camera with { Id = camera, Clock = null } };
        Set(p => p with { Drawing = SceneDrawing.Of(scene), ErrorPercent = found.SpeedErrorPercent });
        return null;
    }

    public override void End() => Set(p => p with { State = Stopped.IsCancellationRequested ? "stopped" : "done" });

    public override void Fail(Failure failure) => Set(p => p with { State = "failed", Why = failure.Text });

    private void Set(Func<ProposalView, ProposalView> to)
    {
        lock (gate) now = to(now);
    }
}
