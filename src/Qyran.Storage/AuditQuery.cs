namespace Qyran.Storage;

/// <summary>Which lines of the audit log are asked for; what is null is not asked about.</summary>
/// <param name="Who">The whole name.</param>
/// <param name="Act">The act, or the words it begins with.</param>
/// <param name="Thing">The whole thing: "case c1".</param>
/// <param name="FromUs">At this instant or later, µs since the Unix epoch, UTC.</param>
/// <param name="UntilUs">Before this instant.</param>
/// <param name="Before">Only lines with a smaller sequence: where the page before ended.</param>
public sealed record AuditQuery(string? Who = null, string? Act = null, string? Thing = null, long? FromUs = null, long? UntilUs = null, long? Before = null);
