namespace Qyran.Measure.Speeds;

/// <summary>One contribution to the uncertainty of a speed (JCGM 100:2008, 5.1).</summary>
/// <param name="Name">calibration, contact noise, contact drift, edge offset, plane, time, lens, view.</param>
/// <param name="StandardMs">Standard uncertainty, m/s.</param>
/// <param name="Freedom">Degrees of freedom; infinite for a stated (type B) uncertainty.</param>
public sealed record BudgetPart(string Name, double StandardMs, double Freedom);
