namespace Qyran.Vision.View;

/// <summary>How the camera's view stands to its reference picture.</summary>
public enum ViewState
{
    /// <summary>Too few patches are seen to tell (night, fog, an empty picture). Refuses nothing, but is said.</summary>
    Unknown,

    /// <summary>Where it was, within the limit.</summary>
    Held,

    /// <summary>Farther from its reference than the limit.</summary>
    Moved,

    /// <summary>From one moment to the next a rich picture that shows nothing of the reference: turned far away, covered, or another camera.</summary>
    Lost,
}
