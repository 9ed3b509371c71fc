using System.Collections.Immutable;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Media;

namespace Qyran.Line;

/// <summary>What is known of the source's time when a track is judged.</summary>
/// <param name="JitterUs">One standard deviation of a frame's time stamp, µs.</param>
/// <param name="Why">The audit's own line, for people; "" where there is nothing to say.</param>
/// <param name="GapsUs">Stretches without frames so far, µs on the source's clock.</param>
public sealed record TimeAuditView(TimeQuality Quality, double JitterUs, string Why, ImmutableArray<(long FromUs, long ToUs)> GapsUs)
{
    /// <summary>Stretches in which the picture did not change, µs on the source's clock: frames came, but nobody knows what happened.</summary>
    public ImmutableArray<(long FromUs, long UntilUs)> StillsUs { get; init; } = [];

    /// <summary>Stretches of which nothing is known, for one reason or the other.</summary>
    public ImmutableArray<(long FromUs, long ToUs)> BlindUs => [.. GapsUs, .. StillsUs];

    /// <summary>A break lies in what is judged: a stamp did not go on as a clock does. Stamps that only come in bursts are broken without one.</summary>
    public bool Broke { get; init; }

    /// <summary>How far a live camera's stamps and our clock have come apart since the connection began, µs, above 0 where what is stamped now was later than its UTC says; 0 for a file.</summary>
    public long ClockApartUs { get; init; }

    /// <summary>The frames were only counted, and the scene assumes their rate: no case rests on it.</summary>
    public bool ClockAssumed { get; init; }

    /// <summary>With what the scene's author says of the camera's clock: frames that were only counted are then as good as timed, as evenly as they are.</summary>
    public TimeAuditView VouchedBy(Scene? scene) =>
        Quality is TimeQuality.Counted && scene?.Camera is { Clock: { } clock } camera
            ? this with { Quality = JitterUs > TimeAudit.EvenUs ? TimeQuality.Jittered : TimeQuality.Exact, Why = $"{Why}; the camera's clock: {clock}", ClockAssumed = camera.ClockAssumed } : this;
}
