namespace Qyran.Vision.View;

/// <summary>How the view watch looks and what it believes. Pixels here are those of the analysed picture; reasons in docs/design/view.md.</summary>
public sealed record ViewWatchSettings
{
    /// <summary>Time from check to check, s. A check costs some 0.3 ms; a turning mount of one pixel a second is known half a pixel late.</summary>
    public double CheckSeconds { get; init; } = 0.5;

    /// <summary>The reference place is the median over this long from the beginning, s: a first frame in the middle of a sway is not its place.</summary>
    public double StartSeconds { get; init; } = 1.5;

    /// <summary>Time from check to check in the beginning, s.</summary>
    public double StartCheckSeconds { get; init; } = 0.25;

    /// <summary>One patch at most per cell of a grid of this many columns and rows: spread over the picture, not all on one tree.</summary>
    public int Columns { get; init; } = 10;
    public int Rows { get; init; } = 6;

    /// <summary>How far from where the whole view is expected a patch is looked for, px each way. Faster turns fall to <see cref="WideReach"/>.</summary>
    public int Reach { get; init; } = 4;

    /// <summary>The same when the view is not where it was: a knocked camera.</summary>
    public int WideReach { get; init; } = 40;

    /// <summary>Least time between two wide searches, s: each costs some ten milliseconds.</summary>
    public double WideSeconds { get; init; } = 5;

    /// <summary>Least texture in the weaker direction, mean squared grey step per pixel: some five times what sensor noise of two grey levels makes.</summary>
    public double LeastTexture { get; init; } = 10;

    /// <summary>Least normalised correlation of a patch found again; something else in its place has less.</summary>
    public double LeastLikeness { get; init; } = 0.7;

    /// <summary>How far a patch may lie off the common movement, px.</summary>
    public double Tolerance { get; init; } = 0.75;

    /// <summary>Fewest patches that must agree: eight by chance within the tolerance do not happen.</summary>
    public int LeastPatches { get; init; } = 8;

    /// <summary>…and their share of all patches found again: less is a part of the picture, not the picture.</summary>
    public double LeastShare { get; init; } = 0.5;

    /// <summary>The same in the wide search, where paving and fences look alike in many places; the near search has to confirm it.</summary>
    public double LeastWideShare { get; init; } = 0.25;

    /// <summary>…and how much of the width and height all patches cover they must cover: a lorry is no view.</summary>
    public double LeastSpread { get; init; } = 2.0 / 3;

    /// <summary>A patch that has not agreed for this long is replaced by the best one of its cell, s: a parked car that left, a shadow that wandered.</summary>
    public double PatienceSeconds { get; init; } = 20;

    /// <summary>Checks of which the median is the view's place, one after another: shaking averages out, two outliers do not count.</summary>
    public int MedianChecks { get; init; } = 5;

    /// <summary>
    /// How long without a break the view must have been found before its loss counts for something, s: where a crowd is all there is to see,
    /// nothing is ever found for long.
    /// </summary>
    public double SureSeconds { get; init; } = 8;

    /// <summary>When all patches are lost at once and the picture is as rich as before for this long, it shows something else, s.</summary>
    public double LostSeconds { get; init; } = 2;

    /// <summary>Share of the reference's cells that must have texture for a picture to be as rich as before.</summary>
    public double RichShare { get; init; } = 0.6;

    /// <summary>Smallest limit on the view's movement, px: what the detector's own edges are worth, and five times the watch's own error.</summary>
    public double LeastLimit { get; init; } = 0.75;

    /// <summary>Largest limit, px: also where no speed is measured, drawn lines must lie where they were drawn.</summary>
    public double MostLimit { get; init; } = 2;
}
