namespace Qyran.Measure.Tracking;

/// <summary>How a point of a track in the making came about.</summary>
internal enum Sight : byte
{
    /// <summary>Detected in this frame.</summary>
    Seen,
    /// <summary>Detected in this frame, but where it touches the road is hidden.</summary>
    Covered,
    /// <summary>The frame was looked at and it was not found.</summary>
    Missed,
    /// <summary>The frame was not looked at: it says nothing for or against the track.</summary>
    NotLooked,
    /// <summary>Not detected by itself, but its place looks as it did when it stood there, or one box was found around it and a neighbour.</summary>
    Held,
}
