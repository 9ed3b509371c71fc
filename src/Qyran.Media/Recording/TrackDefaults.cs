namespace Qyran.Media.Recording;

/// <summary>What holds for a picture of a fragment unless the fragment says otherwise.</summary>
internal record struct TrackDefaults
{
    public uint DurationTicks;
    public uint Flags;
}
