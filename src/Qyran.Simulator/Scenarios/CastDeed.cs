namespace Qyran.Simulator;

/// <summary>What a vehicle of the cast does.</summary>
public enum CastDeed
{
    /// <summary>Drives like everybody.</summary>
    Drive,
    /// <summary>Does not stop for red.</summary>
    RunRed,
    /// <summary>Drives at its own speed.</summary>
    Speed,
    /// <summary>Drives the lane from its end to its beginning.</summary>
    WrongWay,
    /// <summary>Overtakes over the oncoming lane between two places.</summary>
    OvertakeOncoming,
    /// <summary>Swerves sideways between two places, over whatever line is there, and comes back.</summary>
    CrossLine,
    /// <summary>Stops at a place for a time, at the kerb by <c>shift_m</c>.</summary>
    Stop,
    /// <summary>Stops behind the stop line at red.</summary>
    PastStopLine,
}
