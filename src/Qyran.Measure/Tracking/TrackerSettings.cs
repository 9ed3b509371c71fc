namespace Qyran.Measure.Tracking;

/// <summary>
/// How detections become tracks. Everything is in seconds and box sizes, never in frames, so that one setting serves 4 to 60 frames
/// per second. A box size is the square root of the box's area.
/// </summary>
public sealed record TrackerSettings
{
    /// <summary>
    /// For detectors of the R-CNN family, whose second stage weighs each proposal against "nothing" (a softmax, or the logistic function
    /// where there is one class): the scores crowd towards 1, and what such a detector calls 0.5 is noise as often as not. First-stage and birth scores as ByteTrack has them (Zhang et al. 2022); a finished
    /// track must be sure nine to one, and gaps are filled over half a second only, for such a detector looks away from nothing.
    /// </summary>
    public static TrackerSettings ForTwoStageDetectors { get; } = new() { HighScore = 0.6f, NewScore = 0.7f, MinSureness = 0.9, BridgeSeconds = 0.5 };

    /// <summary>Detections scored this or higher take part in the first stage and in taking up lost tracks, 0…1.</summary>
    public float HighScore { get; init; } = 0.5f;

    /// <summary>Detections below this are not looked at, 0…1. Between the two they only carry on a track that was seen a moment ago.</summary>
    public float LowScore { get; init; } = 0.1f;

    /// <summary>An unmatched detection scored this or higher begins a track, 0…1.</summary>
    public float NewScore { get; init; } = 0.5f;

    /// <summary>
    /// A weaker unmatched detection scored this or higher may begin a track on trial, 0…1: it counts once it has been sighted as surely as
    /// <see cref="ConfirmHits"/> sightings of <see cref="NewScore"/> are together, for <see cref="TrialSeconds"/>, and has moved by
    /// <see cref="TrialMove"/>. A small thing that a detector never quite believes is real when it drives through the picture; a sign that looks
    /// like a car stays where it is.
    /// Not below <see cref="NewScore"/>: no trials.
    /// </summary>
    public float TrialScore { get; init; } = 1;

    /// <summary>Share of the smaller box, 0…1, that a weak detection and a known track may have in common for it to begin a track on trial.</summary>
    public double TrialTouch { get; init; } = 0.2;

    /// <summary>How long a track on trial must have been followed, s: the glow of a lamp moves too, but not for long.</summary>
    public double TrialSeconds { get; init; } = 0.5;

    /// <summary>How far a track on trial must have come since its first sighting, box sizes.</summary>
    public double TrialMove { get; init; } = 1;

    /// <summary>Sightings after which a track counts; what is seen fewer times is noise and never emitted.</summary>
    public int ConfirmHits { get; init; } = 3;

    /// <summary>How sure the sightings of a finished track must be together that there was something, 0…1; below it the track is noise.</summary>
    public double MinSureness { get; init; }

    /// <summary>How long an unconfirmed track may go unseen, s. One missed frame is always forgiven.</summary>
    public double TentativeLostSeconds { get; init; } = 0.2;

    /// <summary>How long a moving track may go unseen (a passing lorry, a signpost) before it ends, s.</summary>
    public double LostSeconds { get; init; } = 1;

    /// <summary>
    /// How long a standing track may go unseen, s: a car at the stop line behind a bus is still there. Longer than
    /// <see cref="LostSeconds"/> because a standing thing can be taken up again only where it stood.
    /// </summary>
    public double StandingLostSeconds { get; init; } = 4;

    /// <summary>
    /// How long a standing track may be behind something nearer, s: a bus beside it that waits for the same green. When the place comes
    /// into sight again and is empty, <see cref="StandingLostSeconds"/> count.
    /// </summary>
    public double HiddenStandingSeconds { get; init; } = 120;

    /// <summary>
    /// How long a standing track may go without a detection while its place looks as it did when it was surely seen there, s. Long, for the
    /// picture itself bears witness; an end, because a false track on a kerb must not live for ever.
    /// </summary>
    public double HeldSeconds { get; init; } = 3600;

    /// <summary>Sightings before the picture of its place may hold a track: a flicker that was taken for a vehicle is not kept alive.</summary>
    public int HoldHits { get; init; } = 6;

    /// <summary>
    /// Longest time between two looks that counts as unseen, s. Where looks are rare because nothing moves, one look that finds nothing
    /// must not age a track by all the time nobody looked.
    /// </summary>
    public double LongestLookGap { get; init; } = 1;

    /// <summary>After standing this long at one place, s, a track keeps one point in ten seconds, so that a parked car does not fill the memory.</summary>
    public double KeepAllSeconds { get; init; } = 330;

    /// <summary>A track that has moved less than this many box sizes over its last second is standing.</summary>
    public double StandingSizesPerSecond { get; init; } = 0.1;

    /// <summary>Time between two frames, s, after which the video is taken as cut: all tracks end but what stands where its place looks as it did.</summary>
    public double CutSeconds { get; init; } = 3;

    /// <summary>Overlap (IoU) with the predicted box that alone allows a match.</summary>
    public double MinIou { get; init; } = 0.25;

    /// <summary>Overlap (IoU) a low-scored detection must have with the predicted box.</summary>
    public double LowMinIou { get; init; } = 0.3;

    /// <summary>How far, in standard deviations of the motion model, a detection may lie from the prediction when boxes do not overlap.</summary>
    public double GateSigmas { get; init; } = 3;

    /// <summary>How far from the prediction a track that was not seen in the last frame may be taken up without overlap, box sizes.</summary>
    public double LostReach { get; init; } = 0.8;

    /// <summary>Cost (1 − overlap, plus what speaks against the pair) from which on a detection is rather left alone.</summary>
    public double MatchLimit { get; init; } = 1.6;

    /// <summary>Smallest ratio of widths and of heights for a match that overlap alone does not allow.</summary>
    public double MinSizeRatio { get; init; } = 0.5;

    /// <summary>Standard deviation of the velocity of a thing just seen for the first time, box sizes per second.</summary>
    public double FirstVelocity { get; init; } = 3;

    /// <summary>Standard deviation of the change of velocity within one second, box sizes per second.</summary>
    public double Manoeuvre { get; init; } = 1.5;

    /// <summary>Standard deviation of a detected box's centre and sides, box sizes.</summary>
    public double BoxNoise { get; init; } = 0.1;

    /// <summary>
    /// Most times as far off a weak detection may be: behind a post it is a part of the thing, or more than it, and must not lead the filter. In between as <see cref="HighScore"/> to its score (after the NSA
    /// Kalman filter of Du et al. 2021).
    /// </summary>
    public double MostDoubt { get; init; } = 4;

    /// <summary>Weight of moving in the direction the track has moved so far (observation-centric momentum).</summary>
    public double MomentumWeight { get; init; } = 0.2;

    /// <summary>Cost of taking the rider or the machine alone for the whole two-wheeler: a box of the whole is preferred.</summary>
    public double PartWeight { get; init; } = 0.2;

    /// <summary>Share of a low-scored detection that lies within a surely found thing for it to be taken as a piece of that, 0…1.</summary>
    public double PieceShare { get; init; } = 0.75;

    /// <summary>Share of a lost track's box that something nearer must cover for it to be hidden, 0…1; hidden time does not count as lost.</summary>
    public double HiddenShare { get; init; } = 0.5;

    /// <summary>Fastest a road user can be, m/s; used only where the road plane is known.</summary>
    public double MaxRoadSpeed { get; init; } = 70;

    /// <summary>Overlap (IoU) above which two detections of one frame are the same thing; the lower-scored is dropped.</summary>
    public double DuplicateIou { get; init; } = 0.85;

    /// <summary>
    /// The same for two kinds that exclude each other (car, van, bus, truck; motorcycle, bicycle). A detector suppresses doubles kind by kind at
    /// some such overlap, and what it sees as a bus and as a lorry is one vehicle no less than what it sees twice as a car.
    /// </summary>
    public double TwoKindsIou { get; init; } = 0.5;

    /// <summary>
    /// Longest time between two sightings, s, over which the finished track is filled in by a straight line. Over a longer one it has
    /// no points, unless it was still at the same place.
    /// </summary>
    public double BridgeSeconds { get; init; } = 1;

    /// <summary>Half width of the window over which finished boxes are smoothed, s; 0 leaves the detections as they are.</summary>
    public double SmoothSeconds { get; init; } = 0.3;
}
