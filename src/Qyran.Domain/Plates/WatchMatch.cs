namespace Qyran.Domain.Plates;

/// <summary>How a plate that was read fits one that is watched.</summary>
public enum WatchMatch
{
    /// <summary>Every sign as it was read.</summary>
    Sure,
    /// <summary>One sign is what the reader held for possible instead, or the watched plate leaves signs open: somebody must look.</summary>
    Possible,
}
