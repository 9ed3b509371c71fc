namespace Qyran.Domain.Time;

/// <summary>How far a source's capture times can be trusted. Only <see cref="Exact"/> and <see cref="Jittered"/> may carry a speed.</summary>
public enum TimeQuality
{
    /// <summary>Not judged yet, or too few frames to judge: no speed.</summary>
    Unknown,
    /// <summary>Stamps come from the camera's or the file's own clock and are steady.</summary>
    Exact,
    /// <summary>A recording's stamps, even or not: nothing contradicts them and nothing proves that its frames were timed rather than counted. No speed unless
    /// somebody vouches for the camera's clock (<see cref="Scenes.SceneCamera.Clock"/>).</summary>
    Counted,
    /// <summary>Real stamps with a measured jitter, which enters the speed's error.</summary>
    Jittered,
    /// <summary>Stamps were made up (a constant step that the arrival or content contradicts): no speed.</summary>
    Synthetic,
    /// <summary>Stamps jump back, repeat, had to be changed or come in bursts: no speed across the break.</summary>
    Broken,
}
