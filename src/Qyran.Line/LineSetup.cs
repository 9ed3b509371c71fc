using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Line.Looking;
using Qyran.Line.Plates;
using Qyran.Line.Sections;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;
using Qyran.Measure.Tracking;
using Qyran.Media;
using Qyran.Vision.View;

namespace Qyran.Line;

/// <summary>Everything one camera's line needs before its first frame.</summary>
/// <param name="Scene">Null: vehicles are tracked and counted, nothing is measured or judged.</param>
/// <param name="Calibration">Null: no speed; then <paramref name="NoSpeed"/> says why.</param>
/// <param name="StartUtc">When the first frame was exposed; null when nobody knows.</param>
public sealed record LineSetup(
    MediaSource Source,
    VideoInfo Video,
    Scene? Scene,
    RoadCalibration? Calibration,
    string? NoSpeed,
    IVehicleDetector Detector,
    TrackerSettings Tracker,
    SpeedSettings Speed,
    DateTimeOffset? StartUtc)
{
    /// <summary>
    /// How well a lower edge is known in haze, share of the thing's height: three pixels of the close look. The dark under a vehicle dissolves the more the farther away it is, so edges
    /// lie higher there than near by, on simulated fog by some 8 % between the ends of a way (docs/design/detection.md).
    /// </summary>
    private const double HazyEdge = 0.07;

    /// <summary>How often the detector looks; of no use to the motion detector, which sees every frame.</summary>
    public LookSettings Looks { get; init; } = new();

    /// <summary><see cref="Speed"/> for a vehicle that was seen in a hurry: without the detector's close look its edges are less sure. Null: the same.</summary>
    public SpeedSettings? HurriedSpeed { get; init; }

    /// <summary>How a vehicle is measured that was seen so.</summary>
    public SpeedSettings SpeedWhen(bool hurried, bool hazy)
    {
        var clear = hurried ? HurriedSpeed ?? Speed : Speed;
        return hazy ? clear with { EdgeOffsetShare = HazyEdge, EdgeWanderShare = HazyEdge / 2 } : clear;
    }

    /// <summary>Reads plates, shared with other lines; null: plates are not looked for.</summary>
    public PlateEyesPool? Plates { get; init; }

    /// <summary>How the line watches that the camera's view stays where it was.</summary>
    public ViewWatchSettings View { get; init; } = new();

    /// <summary>Zones that are black in all that is analysed and recorded.</summary>
    public ImmutableArray<PictureZone> Blackened { get; init; } = [];

    /// <summary>The section whose exit this camera watches; null for none.</summary>
    public SectionSetup? Section { get; init; }

    /// <summary>What a camera that runs around the clock adds; null for a file.</summary>
    internal Live.LiveTap? Tap { get; init; }
}
