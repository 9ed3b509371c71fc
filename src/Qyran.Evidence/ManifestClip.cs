namespace Qyran.Evidence;

/// <summary>How a clip's times map to the source's clock, µs; see <see cref="PackClip"/>.</summary>
public sealed record ManifestClip(long FromUs, long UntilUs, long OffsetUs);
