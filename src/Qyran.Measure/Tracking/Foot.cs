namespace Qyran.Measure.Tracking;

/// <summary>What is known of where a thing in sight touches the road.</summary>
internal enum Foot
{
    Seen,

    /// <summary>Only a rider was found: the machine's wheels are put as far below as they were when both were seen.</summary>
    Computed,

    /// <summary>Something nearer stands before it.</summary>
    Hidden,
}
