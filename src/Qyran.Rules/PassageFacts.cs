using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>All a rule may know of one passage. Rules see no picture, no clock and no other passage.</summary>
/// <param name="Plane">Null without a survey; then distances are judged in box lengths and shares of the picture.</param>
/// <param name="Signals">What each signal head showed, by the scene's id of the head; a head that was not watched is absent.</param>
/// <param name="Gaps">Stretches of the source's clock without decodable frames, µs; nothing is judged across one.</param>
/// <param name="TimeQuality">Of the source over the whole passage.</param>
public sealed record PassageFacts(
    Passage Passage, Track Track, Scene Scene, IRoadPlane? Plane,
    ImmutableDictionary<string, SignalTimeline> Signals, ImmutableArray<(long FromUs, long ToUs)> Gaps, TimeQuality TimeQuality)
{
    /// <summary>Between which instants of the source's clock the speed was measured, µs; null without one.</summary>
    public (long FromUs, long UntilUs)? Measured { get; init; }

    /// <summary>Why no speed is stated although it was measured in two ways: these contradict each other. Null otherwise.</summary>
    public string? SpeedDoubt { get; init; }

    /// <summary>The survey states no more than the calibration needs: a slip in it shows nowhere, and the stated error does not hold it.</summary>
    public bool SurveyUnchecked { get; init; }

    /// <summary>What the recording's stamps are worth was only assumed: good for statistics, and nobody is accused by it.</summary>
    public bool ClockAssumed { get; init; }

    /// <summary>Why a rule is undecided by <see cref="ClockAssumed"/>.</summary>
    internal const string NoClock = "nobody checked the camera's clock: the rate that the file declares was assumed";

    /// <summary>
    /// How far the camera's stamps and the clock they were put to UTC by have come apart since then, µs: above 0 the passage may have been by so much later than its UTC says, below 0 earlier.
    /// Matters only to what is joined with another camera's facts; 0 for a file.
    /// </summary>
    public long ClockApartUs { get; init; }

    /// <summary>What must have passed by the stamps for <paramref name="us"/> to have passed: made-up stamps keep the order of frames but may run at another pace, a time must then hold for double.</summary>
    public long Surely(long us) => TimeQuality is TimeQuality.Exact or TimeQuality.Jittered ? us : 2 * us;

    /// <summary>True when frames are missing anywhere in this stretch, ends included.</summary>
    public bool GapWithin(long fromUs, long toUs) => Gaps.Any(g => g.FromUs <= toUs && g.ToUs >= fromUs);
}
