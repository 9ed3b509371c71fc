namespace Qyran.Evidence;

/// <summary>One still picture of the pack.</summary>
/// <param name="Name">File name without folder and extension, e.g. <c>before</c>; lower case, digits, dash, underscore.</param>
/// <param name="Jpeg">The JPEG as it was encoded from the frame; the caller keeps the buffer unchanged until the pack is written.</param>
/// <param name="MediaUs">The frame it shows, on the source's clock, µs; a section's entry on the exit's, below 0 where that began later.</param>
public sealed record PackPicture(string Name, ReadOnlyMemory<byte> Jpeg, long MediaUs);
