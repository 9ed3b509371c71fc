namespace Qyran.Cli.Scoring;

/// <summary>A picture for the accuracy page.</summary>
/// <param name="File">Name of the file in the page's folder of pictures.</param>
internal sealed record ScorePlot(string File, string Caption, string Svg);
