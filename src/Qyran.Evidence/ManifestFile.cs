namespace Qyran.Evidence;

/// <summary>One file as the manifest names it.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="MediaUs">Pictures: the frame it shows, on the source's clock, µs; a section's entry on the exit's, below 0 where that began later.</param>
/// <param name="Clip">Clip: how its times map to the source's clock.</param>
public sealed record ManifestFile(string Name, string Sha256, long Length, long? MediaUs, ManifestClip? Clip);
