namespace Qyran.Measure.Scoring;

/// <summary>One row of SORT's published table, per cent and counts as printed there.</summary>
/// <param name="Sequence">As written; the totals' row is "Overall".</param>
public sealed record PublishedRow(
    string Sequence, double Recall, double Precision, double FalseAlarmsPerFrame, int Tracks, int MostlyTracked, int PartlyTracked, int MostlyLost,
    int FalsePositives, int Misses, int Switches, int Fragments, double Mota, double Motp, double Motal);
