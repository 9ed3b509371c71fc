namespace Qyran.Line.Live;

/// <summary>What can be wrong with a camera.</summary>
public enum LiveTrouble
{
    /// <summary>No connection.</summary>
    Away,
    /// <summary>The view has moved, is lost or became blurred: measuring is suspended until <see cref="LiveCamera.ConfirmView"/>.</summary>
    ViewMoved,
    /// <summary>The picture does not change at all.</summary>
    Frozen,
    /// <summary>The camera's time stamps cannot be trusted: no speeds.</summary>
    Time,
    /// <summary>The disk is full or too slow, or what evidence rests on is above the camera's limit; recordings are recycled early, evidence is kept.</summary>
    Disk,
    /// <summary>More than a tenth of the frames that should be analysed are not.</summary>
    Overload,
    /// <summary>Scene, detector or source do not fit together; it only records until they are changed.</summary>
    Settings,
    /// <summary>The time-stamping authority gives no time stamps: evidence says by itself when it was made.</summary>
    TimeStamp,
    /// <summary>The scene's survey has expired: no speeds until a scene with a new one is saved.</summary>
    Survey,
    /// <summary>The verification of the device that the scene states has lapsed: no speed accuses anybody until a scene with a new one is saved.</summary>
    Verification,
    /// <summary>The last case has no evidence; over with the next one that gets it.</summary>
    Evidence,
}
