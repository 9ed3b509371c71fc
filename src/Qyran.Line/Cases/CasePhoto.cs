namespace Qyran.Line.Cases;

/// <summary>A still of a case with what was judged drawn onto it, for the report.</summary>
/// <param name="Caption">"before", "at", "after", "close up"; of a section also "entry", "entry-close", on the entry camera's clock.</param>
public sealed record CasePhoto(string Caption, byte[] Jpeg, long MediaUs);
