namespace Qyran.Line.Live;

/// <summary>
/// Takes what a camera finds. Every call is awaited and nothing is dropped: while a call lasts, that camera's line waits and counts the frames it loses meanwhile;
/// recording goes on. Called from several tasks at once (one camera's passages come in order). A call that throws is made again after a while, for ever, so all must be
/// safe to repeat: the same id or path means the same thing.
/// </summary>
public interface ILiveSink
{
    /// <summary>A vehicle has passed.</summary>
    ValueTask Passed(LivePassage passage, CancellationToken stop);

    /// <summary>A rule was broken; its pack comes later by <see cref="Recorded"/>, when the post-roll is there.</summary>
    ValueTask Found(LiveCase found, CancellationToken stop);

    /// <summary>A case's pack is whole on the disk, or it is clear that there will be none.</summary>
    ValueTask Recorded(LivePack pack, CancellationToken stop);

    /// <summary>Video is missing for a stretch that is over now.</summary>
    ValueTask Missed(LiveGap gap, CancellationToken stop);

    /// <summary>Something needs a person, or no longer does.</summary>
    ValueTask Raised(LiveAlarm alarm, CancellationToken stop);
}
