using Qyran.Domain.Failures;

namespace Qyran.Domain.Scenes;

/// <summary>Whether a scene was drawn for a video's picture.</summary>
public static class SceneFit
{
    /// <summary>Null when it was; a scene is never stretched to another size, because another size may be another crop.</summary>
    /// <param name="width">Of the decoded, upright picture, px.</param>
    public static Failure? Check(Scene scene, int width, int height)
    {
        var camera = scene.Camera;
        if (camera.Width == width && camera.Height == height) return null;
        var advice = camera.Width == height && camera.Height == width
            ? "the picture is turned by 90°; draw the scene on the upright picture"
            : "use the camera's own stream, or draw the scene anew on a picture of this video";
        return new(FailureKind.Invalid,
            $"the scene '{scene.Name}' is drawn for {camera.Width}x{camera.Height}, the video is {width}x{height}: {advice}");
    }
}
