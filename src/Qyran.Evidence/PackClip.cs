namespace Qyran.Evidence;

/// <summary>The video of the offence, copied from the source's stream without re-encoding.</summary>
/// <param name="Path">Where the finished clip lies now; it is read twice and left alone.</param>
/// <param name="Name">Its name in the pack: <c>clip.mp4</c> or <c>clip.mkv</c>.</param>
/// <param name="FromUs">First instant it covers, on the source's clock, µs.</param>
/// <param name="UntilUs">Last instant it covers, on the source's clock, µs.</param>
/// <param name="OffsetUs">Add to a time stamp of the clip file to get the source's clock, µs; so a replay finds the same frames.</param>
public sealed record PackClip(string Path, string Name, long FromUs, long UntilUs, long OffsetUs);
