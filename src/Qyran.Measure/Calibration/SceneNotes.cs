using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>What is no mistake of a scene, and who draws it should know all the same; <c>qyran scene check</c> and the scene's page say the same.</summary>
public static class SceneNotes
{
    /// <summary>A sentence each.</summary>
    /// <param name="calibration">What the scene's survey gives; null where it gives none.</param>
    public static IEnumerable<string> Of(Scene scene, RoadCalibration? calibration)
    {
        if (calibration is { DegreesOfFreedom: 0 }) yield return "nothing checks the survey: whoever is measured above the limit is left undecided until it has a fifth point, or one length more";
        foreach (var contradiction in calibration?.Contradictions(scene.Camera) ?? []) yield return contradiction;
        foreach (var overlap in LaneOverlap.Notes(scene)) yield return overlap;
    }
}
