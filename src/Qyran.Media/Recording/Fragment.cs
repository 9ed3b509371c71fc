namespace Qyran.Media.Recording;

/// <summary>A piece of live video, a quarter of a second or one picture long: one <c>moof</c> and its <c>mdat</c>. Immutable and shared by everybody who reads it.</summary>
/// <param name="Init">The same object for all fragments of one stream; when it changes, a player must be given the new one first.</param>
/// <param name="Session">The connection to the camera it came by; ticks go on within one only.</param>
/// <param name="StartUs">Capture time of its first picture, µs since the Unix epoch, UTC; on the same clock as the facts of a frame.</param>
/// <param name="EndUs">The end of its last picture, which lasts until the next one comes.</param>
/// <param name="Ticks">The decoding time of its first picture as written in it, in <see cref="InitSegment.TicksPerSecond"/>.</param>
/// <param name="LeadUs">How long after <paramref name="Ticks"/> its first picture is shown (pictures sent out of order), µs: StartUs is at Ticks + LeadUs.</param>
/// <param name="StartsWithKey">A player can begin here.</param>
/// <param name="Bytes">The two boxes.</param>
public sealed record Fragment(InitSegment Init, long Session, long StartUs, long EndUs, long Ticks, long LeadUs, bool StartsWithKey, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Until when there is video: before <see cref="EndUs"/> where nothing came for more than a second behind its last picture.</summary>
    public long VideoUntilUs { get; init; } = EndUs;

    /// <summary>How many pictures it holds.</summary>
    public int Pictures { get; init; } = 1;

    /// <summary>The same, so much later.</summary>
    internal Fragment Moved(long us) => this with { StartUs = StartUs + us, EndUs = EndUs + us, VideoUntilUs = VideoUntilUs + us };
}
