using System.CommandLine;

namespace Qyran.Cli.Scoring;

/// <summary><c>qyran score</c>: our accuracy on ground truth.</summary>
internal static class ScoreCommand
{
    public static Command Create() => new("score", """
        Measure accuracy on ground truth.

        Examples:
          qyran score tracks
          qyran score speeds
          qyran score plates
          qyran score counts
          qyran score detections --detector mine.onnx
          qyran score run --truth simulated/truth.json --result results
          qyran score all
        """)
    {
        ScoreTracks.Create(),
        ScoreSpeeds.Create(),
        ScoreDetections.Create(),
        ScorePlates.Create(),
        ScoreCounts.Create(),
        ScoreRun.Create(),
        ScoreAll.Create(),
    };
}
