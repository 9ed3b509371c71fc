using Qyran.Domain.Detections;

namespace Qyran.Simulator;

/// <summary>When and what enters a lane: exponential times between, as long as there is room.</summary>
internal sealed class Arrivals(FlowPlan flow, Link link, Dice dice)
{
    private long? dueUs;

    public Link Link => link;

    /// <summary>Made already, but there was no room yet.</summary>
    public Vehicle? Waiting { get; set; }

    public bool Due(long nowUs)
    {
        if (nowUs < flow.FromS * 1e6 || nowUs >= flow.UntilS * 1e6) return false;
        dueUs ??= nowUs + Gap();
        return nowUs >= dueUs;
    }

    public RoadUser Class() => dice.Pick([.. flow.Mix]);

    public void Done(long nowUs)
    {
        Waiting = null;
        dueUs = nowUs + Gap();
    }

    private long Gap() => (long)(dice.Exponential(3600 / flow.PerHour) * 1e6);
}
