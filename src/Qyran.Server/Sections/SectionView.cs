using System.Collections.Immutable;
using Qyran.Rules.Sections;
using Qyran.Storage.Rows;

namespace Qyran.Server.Sections;

/// <summary>A section as the API shows it.</summary>
/// <param name="From">Where it begins; null where the file does not read any more.</param>
/// <param name="LengthM">The shortest way through it, m.</param>
/// <param name="Limits">Of each part in order, with whom and on what they rest.</param>
/// <param name="Text">The section file.</param>
/// <param name="Trouble">Why nobody is judged by it; null when all is well.</param>
/// <param name="Entered">Since the program began or the section was changed: vehicles with an accepted plate over the entry,</param>
/// <param name="Joined">of these, seen again over the exit,</param>
/// <param name="TooFast">of these, cases.</param>
internal sealed record SectionView(
    string Id, SectionView.End? From, SectionView.End? To, decimal? LengthM, ImmutableArray<SectionView.Limit> Limits, string? Survey, string Text, string SavedBy, DateTimeOffset SavedAt,
    string? Trouble, long Entered, long Joined, long TooFast)
{
    /// <param name="Gate">Id of the line of the kind count in the camera's scene.</param>
    internal sealed record End(string Camera, string Gate);

    /// <param name="Part">1, 2, 3 …</param>
    /// <param name="Classes">Empty: all.</param>
    internal sealed record Limit(int Part, decimal Kmh, ImmutableArray<string> Classes, string Basis);

    public static SectionView Of(SectionRow row, WatchedSection? watched, string? trouble, SectionBook book)
    {
        var (tally, at) = (book.Tally(row.Id) ?? default, Moment.Of(row.SavedUs));
        return watched is not { Section: var section }
            ? new(row.Id, null, null, null, [], null, row.Text, row.Author, at, trouble, 0, 0, 0)
            : new(row.Id, new(section.FromCamera, watched.FromGate), new(section.ToCamera, watched.ToGate), section.Parts.Sum(p => p.Min(l => l.Millimetres)) / 1000m,
                [.. section.Parts.SelectMany((p, i) => p.Select(l => new Limit(i + 1, l.Limit.Kmh, l.Classes.IsDefault ? [] : [.. l.Classes.Select(c => c.ToString().ToLowerInvariant())], l.Basis)))],
                section.Survey, row.Text, row.Author, at, trouble, tally.Entered, tally.Joined, tally.TooFast);
    }
}
