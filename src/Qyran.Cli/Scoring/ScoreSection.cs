using System.Collections.Immutable;

namespace Qyran.Cli.Scoring;

/// <summary>One part of the accuracy page: what was measured, how, the tables and pictures, and the figures to compare next time.</summary>
/// <param name="How">Inputs and command, Markdown; says what was left out too.</param>
internal sealed record ScoreSection(string Title, string How, List<ScoreGrid> Grids, List<ScorePlot> Plots, List<ScoreFigure> Figures)
{
    /// <summary>What is missing in it.</summary>
    public ImmutableArray<ScoreLeft> Left { get; init; } = [];
}
