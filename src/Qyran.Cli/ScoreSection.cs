namespace Qyran.Cli;

/// <summary>One part of the accuracy page: what was measured, how, the tables and pictures, and the figures to compare next time.</summary>
/// <param name="How">Inputs and command, Markdown.</param>
internal sealed record ScoreSection(string Title, string How, List<ScoreGrid> Grids, List<ScorePlot> Plots, List<ScoreFigure> Figures);
