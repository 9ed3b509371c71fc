namespace Qyran.Media.Recording;

/// <summary>Looks into a recording that a killed program left.</summary>
public static class RecordingRecovery
{
    /// <summary>What can be kept of it; null when there is not one whole fragment. Reads only the boxes' heads. Made for Storage's <c>Recovery.Run(…, saved, …)</c>.</summary>
    /// <param name="path">Full path, <c>…/recordings/CAMERA/DAY/NAME.mp4</c> with or without <c>.partial</c>.</param>
    public static RecoveredSpan? Look(string path)
    {
        if (Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(path))) is not { Length: > 0 } camera)
            return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (RecordingIndex.Read(file) is not { Parts.Count: > 0 } index)
            return null;
        return new RecoveredSpan(camera, index.Parts.Min(p => p.StartUs), index.Parts.Max(p => p.EndUs), index.WholeBytes);
    }
}
