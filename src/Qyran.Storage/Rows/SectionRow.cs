namespace Qyran.Storage.Rows;

/// <summary>A section of road between two cameras.</summary>
/// <param name="Text">The section file.</param>
/// <param name="Author">Who saved it.</param>
/// <param name="SavedUs">When, µs UTC.</param>
public sealed record SectionRow(string Id, string Text, string Author, long SavedUs);
