using Qyran.Measure.Calibration;
using Qyran.Tests.Domain.Scenes;

namespace Qyran.Tests.Measure.Calibration;

/// <summary>What who draws a scene is told without having made a mistake.</summary>
public sealed class SceneNotesTests
{
    internal const string Survey = """
        survey:
          id: s
          basis: tape
          points:
            - { image: [100, 400], road: [0, 0] }
            - { image: [500, 400], road: [8, 0] }
            - { image: [230, 100], road: [0, 40] }
            - { image: [370, 100], road: [8, 40] }

        """;

    internal const string Lanes = "lanes:\n  - { id: a, area: [[0, 0], [100, 0], [100, 400], [0, 400]] }\n  - { id: b, area: [[50, 0], [150, 0], [150, 400], [50, 400]] }\n";

    private const string FifthPoint = "    - { image: [300, 400], road: [4, 0] }\n";
    private const string Length = "  lengths:\n    - { from: [100, 400], to: [500, 400], metres: 8 }\n";

    private const string Bare = "nothing checks the survey: whoever is measured above the limit is left undecided until it has a fifth point, or one length more";
    private const string Overlap = "the lanes a and b overlap, by 50 % of the smaller one: who drives there may be left undecided by rules that ask for the lane";

    [Theory]
    [InlineData("", false, false)]
    [InlineData(Survey + FifthPoint, false, false)]
    [InlineData(Survey + Length, false, false)]
    [InlineData(Survey, true, false)]
    [InlineData(Lanes, false, true)]
    [InlineData(Survey + Lanes, true, true)]
    public void A_survey_that_nothing_checks_and_lanes_that_overlap_are_told(string drawn, bool bare, bool overlap)
    {
        string[] expected = [.. new[] { bare ? Bare : null, overlap ? Overlap : null }.OfType<string>()];
        Assert.Equal(expected, Notes(drawn));
    }

    private static List<string> Notes(string drawn)
    {
        var scene = SceneText.Good(SceneText.Least + drawn);
        var solved = scene.Survey is { } survey ? Assert.IsType<CalibrationOutcome.Solved>(CalibrationSolver.Solve(scene.Camera, scene.Lens, survey)).Calibration : null;
        return [.. SceneNotes.Of(scene, solved)];
    }
}
