using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Vision.Adapted;

/// <summary>
/// What a detector's score is worth at one site: the log-odds stretched and shifted, with a share that hangs on the class and one that hangs on where in the
/// picture it is. A post that is taken for a person every day loses there; faint cars where cars drive every minute gain. Pure.
/// </summary>
/// <param name="Shift">Added to the log-odds everywhere.</param>
/// <param name="Slope">The log-odds are multiplied by it; above 0, so that of two alike at one place the surer stays the surer.</param>
/// <param name="Classes">Added for a class; one entry per <see cref="RoadUser"/>.</param>
/// <param name="Cells">Added by where it touches the road: row after row from the picture's upper left corner.</param>
public sealed record ScoreMap(double Shift, double Slope, ImmutableArray<double> Classes, ImmutableArray<double> Cells)
{
    /// <summary>The picture is divided into so many cells.</summary>
    public const int Columns = 10, Rows = 8;

    /// <summary>No place and no class may weigh more than this: who has never been seen somewhere must still be seen when he comes.</summary>
    public const double Most = 1.5;

    private const double Edge = 1e-4;

    /// <summary>Leaves every score as it is.</summary>
    public static ScoreMap Same { get; } = new(0, 1, [.. new double[Enum.GetValues<RoadUser>().Length]], [.. new double[Columns * Rows]]);

    /// <summary>The score at this site, 0 to 1.</summary>
    /// <param name="width">Of the picture, raw pixels; <paramref name="height"/> too.</param>
    public float Of(in Detection found, int width, int height) =>
        (float)Sigmoid(Shift + (Slope * LogOdds(found.Score)) + Classes[(int)found.Class] + Cells[Cell(found, width, height)]);

    /// <summary>The cell it touches the road in.</summary>
    public static int Cell(in Detection found, int width, int height)
    {
        var at = found.Box.Contact;
        var (column, row) = (Math.Clamp((int)(at.X / width * Columns), 0, Columns - 1), Math.Clamp((int)(at.Y / height * Rows), 0, Rows - 1));
        return (row * Columns) + column;
    }

    public static double LogOdds(double score)
    {
        var p = Math.Clamp(score, Edge, 1 - Edge);
        return Math.Log(p / (1 - p));
    }

    public static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
}
