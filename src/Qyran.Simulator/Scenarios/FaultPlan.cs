namespace Qyran.Simulator;

/// <summary>What goes wrong with frames and stamps.</summary>
/// <param name="DeclaredFps">The rate by which stamps are made up; null = stamps tell the true exposure.</param>
/// <param name="DropPercent">Frames that are lost.</param>
/// <param name="DuplicatePercent">Frames delivered again instead of the next one.</param>
/// <param name="LatePercent">Frames stamped later than exposed,</param><param name="LateMs">by less than this, which is below the time between two frames.</param>
/// <param name="ClockStepAtS">When the camera's clock jumps,</param><param name="ClockStepMs">by this much.</param>
public sealed record FaultPlan(
    double? DeclaredFps, double DropPercent, double DuplicatePercent, double LatePercent, double LateMs, double? ClockStepAtS, double ClockStepMs);
