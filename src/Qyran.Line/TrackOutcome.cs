using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Passages;
using Qyran.Domain.Signals;
using Qyran.Domain.Tracks;
using Qyran.Line.Sections;
using Qyran.Measure.Plates;
using Qyran.Measure.Speeds;
using Qyran.Rules;
using Qyran.Rules.Sections;
using Qyran.Vision.View;

namespace Qyran.Line;

/// <summary>What the line says of one ended track.</summary>
/// <param name="Passage">Null when the track is no vehicle's way through the scene (a person, a flicker, something that never moved and was never surely seen).</param>
/// <param name="Fit">How the speed was fitted; null when none was measured.</param>
/// <param name="Time">What was known of the source's time then.</param>
/// <param name="Signals">The signal timelines as known when the track ended.</param>
public sealed record TrackOutcome(
    Track Track, Passage? Passage, SpeedFit? Fit, ImmutableArray<Finding> Findings,
    ImmutableDictionary<string, SignalTimeline> Signals, TimeAuditView Time)
{
    /// <summary>How the camera's view stood while the track lasted; null when nobody watched.</summary>
    public ViewStay? View { get; init; }

    /// <summary>It got far enough from where it was first seen; who stood all the time he was seen did not.</summary>
    public bool Drove { get; init; }

    /// <summary>It stood all the time it was seen, and no rule has anything to say of that: no traffic, where a connection's end was its end.</summary>
    public bool OnlyStood => !Drove && Findings.All(f => f.Verdict is Verdict.Kept);

    /// <summary>What its speed was measured with.</summary>
    public required SpeedSettings Measuring { get; init; }

    /// <summary>What its plate readings come to; null when nobody looked for a plate.</summary>
    public PlateVerdict? Plates { get; init; }

    /// <summary>The gates of sections it crossed, with its plate; none where the hour is not known.</summary>
    public ImmutableArray<GatePassage> Gates { get; init; } = [];

    /// <summary>The count lines it crossed; none where the picture was not where it was drawn on.</summary>
    public ImmutableArray<CountedCrossing> Counted { get; init; } = [];

    /// <summary>The section it has left here and was judged by; null for none.</summary>
    public SectionSetup? Section { get; init; }
}
