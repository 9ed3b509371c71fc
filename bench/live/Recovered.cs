using Qyran.Media.Recording;
using Qyran.Storage.Files;

namespace Qyran.LiveBench;

/// <summary>What a killed run left of a recording.</summary>
public static class Recovered
{
    public static SavedSpan? Span(string path) => RecordingRecovery.Look(path) is { } s ? new SavedSpan(s.CameraId, s.StartUs, s.EndUs, s.LengthBytes) : null;
}
