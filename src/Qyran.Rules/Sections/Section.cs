using System.Collections.Immutable;

namespace Qyran.Rules.Sections;

/// <summary>A road between two gates, each seen by a camera of its own.</summary>
/// <param name="Parts">In order; every part of the way belongs to one. A part may stand there several times, once per class it has a limit for.</param>
/// <param name="Survey">Who measured the way, when and how.</param>
/// <param name="ValidFrom">From when (UTC, inclusive) and</param><param name="ValidUntil">until when (exclusive) its limits and survey hold; null: open.</param>
public sealed record Section(
    string Id, string FromCamera, string ToCamera, ImmutableArray<ImmutableArray<SectionPart>> Parts, string Survey, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil);
