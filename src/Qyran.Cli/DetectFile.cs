namespace Qyran.Cli;

/// <summary>One picture to look at.</summary>
/// <param name="Path">As given, or as given for its folder with the rest added.</param>
/// <param name="Name">Below the given folder; the file's own name where the file itself was given.</param>
internal sealed record DetectFile(string Path, string Name);
