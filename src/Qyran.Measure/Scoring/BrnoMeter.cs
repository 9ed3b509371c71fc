using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Calibration;
using Qyran.Measure.Speeds;

namespace Qyran.Measure.Scoring;

/// <summary>Puts a published pixel track through our <see cref="SpeedMeter"/>.</summary>
public static class BrnoMeter
{
    /// <summary>The recordings' stamps are made from frame numbers of a 50 fps camera: half a millisecond covers its shutter.</summary>
    private const double JitterUs = 500;

    /// <summary>Half the size of the box that is drawn about a bare position, px: nothing but its contact point is measured.</summary>
    private const double Half = 1;

    /// <remarks>The positions are a corner of the body, not the middle of a box.</remarks>
    public static SpeedOutcome Measure(BrnoTracks.Car car, double framesPerSecond, RoadCalibration calibration, ImmutableArray<Polygon> areas, SpeedSettings settings) =>
        SpeedMeter.Measure(Track(car, framesPerSecond), calibration, areas, TimeQuality.Exact, JitterUs, settings with { BoxMiddle = false });

    /// <summary>The passage of a timed car.</summary>
    public static SpeedPassage Passage(string recording, double trueKmh, SpeedOutcome outcome) => outcome switch
    {
        SpeedOutcome.Measured { Reading: var r } => new(recording, trueKmh, Kmh(r), (double)r.Error.Kmh, null) { MarginKmh = (double)r.Margin.Kmh },
        SpeedOutcome.Refused { Why: var why } => new(recording, trueKmh, null, null, Reason(why)),
        _ => throw new InvalidOperationException("unknown speed outcome"),
    };

    private static double Kmh(SpeedReading reading) => (double)reading.Value.Kmh;

    /// <summary>The refusal without its figures, so that equal reasons count together.</summary>
    private static string Reason(string why)
    {
        var colon = why.IndexOf(':', StringComparison.Ordinal);
        var words = (colon > 0 ? why[..colon] : why).Split(' ').Select(w => w.Any(char.IsAsciiDigit) ? "…" : w);
        return string.Join(' ', words);
    }

    private static Track Track(BrnoTracks.Car car, double framesPerSecond)
    {
        var points = ImmutableArray.CreateBuilder<TrackPoint>(car.Frames.Length);
        for (var i = 0; i < car.Frames.Length; i++)
        {
            var box = new PixelBox(car.X[i] - Half, car.Y[i] - (2 * Half), 2 * Half, 2 * Half);
            var time = new CaptureTime((long)Math.Round(car.Frames[i] / framesPerSecond * 1e6), null, null, TimeQuality.Exact);
            points.Add(new(car.Frames[i], time, box, box, 1));
        }
        return new(car.Id, RoadUser.Car, points.ToImmutable());
    }
}
