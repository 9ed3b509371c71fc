using System.Collections.Immutable;
using System.Globalization;
using Qyran.Measure.Scoring;

namespace Qyran.Cli.Scoring;

/// <summary>One figure of a track score: how it is named, taken, printed, and which way is better.</summary>
/// <param name="Sort">The same in SORT's published table; null where it prints none.</param>
/// <param name="Better">+1 higher is better, −1 lower, 0 neither.</param>
/// <param name="Format">How SORT prints it, so that both round alike.</param>
internal sealed record ScoreColumn(string Name, string Key, Func<TrackScore, double> Of, Func<PublishedRow, double>? Sort, int Better, string Format)
{
    /// <summary>The columns of SORT's table, in its order.</summary>
    public static readonly ImmutableArray<ScoreColumn> Published =
    [
        new("Rcll", "recall", s => 100 * s.Clear.Recall, p => p.Recall, 1, "0.0"),
        new("Prcn", "precision", s => 100 * s.Clear.Precision, p => p.Precision, 1, "0.0"),
        new("FAR", "far", s => s.Clear.FalseAlarmsPerFrame, p => p.FalseAlarmsPerFrame, -1, "0.00"),
        new("GT", "truths", s => s.Clear.Tracks, p => p.Tracks, 0, "0"),
        new("MT", "mostly_tracked", s => s.Clear.MostlyTracked, p => p.MostlyTracked, 1, "0"),
        new("PT", "partly_tracked", s => s.Clear.PartlyTracked, p => p.PartlyTracked, 0, "0"),
        new("ML", "mostly_lost", s => s.Clear.MostlyLost, p => p.MostlyLost, -1, "0"),
        new("FP", "false_positives", s => s.Clear.FalsePositives, p => p.FalsePositives, -1, "0"),
        new("FN", "misses", s => s.Clear.Misses, p => p.Misses, -1, "0"),
        new("IDs", "switches", s => s.Clear.Switches, p => p.Switches, -1, "0"),
        new("FM", "fragments", s => s.Clear.Fragments, p => p.Fragments, -1, "0"),
        new("MOTA", "mota", s => 100 * s.Clear.Mota, p => p.Mota, 1, "0.0"),
        new("MOTP", "motp", s => 100 * s.Clear.Motp, p => p.Motp, 1, "0.0"),
        new("MOTAL", "motal", s => 100 * s.Clear.Motal, p => p.Motal, 1, "0.0"),
    ];

    /// <summary>What SORT's table does not have.</summary>
    public static readonly ImmutableArray<ScoreColumn> HigherOrder =
    [
        new("HOTA", "hota", s => 100 * s.Hota.Value, null, 1, "0.0"),
        new("DetA", "deta", s => 100 * s.Hota.DetA, null, 1, "0.0"),
        new("AssA", "assa", s => 100 * s.Hota.AssA, null, 1, "0.0"),
        new("LocA", "loca", s => 100 * s.Hota.LocA, null, 1, "0.0"),
        new("IDF1", "idf1", s => 100 * s.Identity.F1, null, 1, "0.0"),
        new("IDP", "idp", s => 100 * s.Identity.Precision, null, 1, "0.0"),
        new("IDR", "idr", s => 100 * s.Identity.Recall, null, 1, "0.0"),
    ];

    public string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>+1 ours is better as printed, −1 worse, 0 equal or nothing to compare.</summary>
    public int Against(TrackScore ours, TrackScore theirs) => Against(Of(ours), Of(theirs));

    /// <inheritdoc cref="Against(TrackScore, TrackScore)"/>
    public int Against(TrackScore ours, PublishedRow? sort) => sort is null || Sort is null ? 0 : Against(Of(ours), Sort(sort));

    private int Against(double ours, double theirs) =>
        Math.Sign(double.Parse(Text(ours), CultureInfo.InvariantCulture) - double.Parse(Text(theirs), CultureInfo.InvariantCulture)) * Better;
}
