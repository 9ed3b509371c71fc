using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Motion;

/// <summary>
/// Finds vehicles by what differs from the empty scene of a fixed camera; needs no weights. Shadows and changes of exposure are
/// told from things, a vehicle that stands goes on being reported, the trace of one that left is absorbed. Does not name classes.
/// One instance belongs to one camera and one thread; memory is allocated when the size of the frames changes, never per frame.
/// </summary>
public sealed class MotionDetector : IVehicleDetector
{
    private const double IdleLookSeconds = 0.25, SwaySeconds = 0.1, RareSwaySeconds = 2, SwayShare = 0.03, Sound = 0.5, StartHz = 60;
    private readonly MotionSettings _settings;
    private readonly IRoadPlane? _plane;
    private readonly ImmutableArray<Polygon> _ignore;
    private readonly int _rawWidth, _rawHeight;
    private readonly MotionGate _gate;
    private readonly Func<double, double, double> _metre;
    private Background? _scene;
    private CellMap _map = null!;
    private StillRegions _still = null!;
    private VehicleBoxes _boxes = null!;
    private double _scaleX, _scaleY, _seconds, _age, _sinceLook, _sinceNight, _sinceSway, _swayEvery = SwaySeconds;
    private bool _quiet, _night;
    private int _lost;

    /// <param name="plane">Expected sizes come from it; null when the camera is not calibrated.</param>
    /// <param name="ignore">Raw pixels: a vehicle whose contact point lies inside is not reported.</param>
    /// <param name="rawWidth">Size of the camera's picture, pixels.</param>
    public MotionDetector(MotionSettings settings, IRoadPlane? plane, ImmutableArray<Polygon> ignore, int rawWidth, int rawHeight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rawWidth, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(rawHeight, 16);
        (_settings, _plane, _ignore, _rawWidth, _rawHeight) = (settings, plane, ignore.IsDefault ? [] : ignore, rawWidth, rawHeight);
        _gate = new MotionGate(settings);
        _metre = Metre;
        Identity = new DetectorIdentity("motion", "1", null, settings.AnalysisWidth, settings.AnalysisHeight);
    }

    public DetectorIdentity Identity { get; }

    /// <inheritdoc/>
    public int Detect(in FrameView frame, Span<Detection> found)
    {
        var passed = frame.Time.Seconds - _seconds;
        _seconds = frame.Time.Seconds;
        if (passed is not (> 0 and < 5)) passed = 0.04; // a break in the stamps; the scene is still the same
        var moves = _gate.Moves(frame);
        if (_scene is not { } scene || scene.Width != frame.Width || scene.Height != frame.Height)
        {
            Begin(frame);
            return 0;
        }
        (_age, _sinceLook) = (_age + passed, _sinceLook + passed);
        if (!moves && _quiet && _sinceLook < IdleLookSeconds) return 0;
        passed = _sinceLook;
        _sinceLook = 0;

        if (Compare(scene, frame, passed) is false) return 0;
        LookAtLight(scene, passed);
        var things = _map.Judge(frame, _night, passed);
        _still.Step(frame, _map, passed, _age < _settings.StartSeconds);
        scene.ReleaseAll();
        _quiet = things == 0;
        if (_quiet) return 0;
        _boxes.Make(_map, _metre, passed);
        return Report(scene, found);
    }

    public void Dispose()
    {
    }

    private void Begin(in FrameView frame)
    {
        if (_scene is null || _scene.Width != frame.Width || _scene.Height != frame.Height)
        {
            _scene = new Background(frame.Width, frame.Height);
            _map = new CellMap(_scene, _settings);
            _still = new StillRegions(_scene, _settings);
            _boxes = new VehicleBoxes(_scene.Columns, _scene.Rows, 256);
            (_scaleX, _scaleY) = ((double)_rawWidth / frame.Width, (double)_rawHeight / frame.Height);
        }
        _scene.Start(frame, (byte)(_settings.ToleranceFloor + 5));
        (_age, _sinceLook, _sinceNight, _lost) = (0, 0, double.MaxValue, 0);
    }

    private bool Compare(Background scene, in FrameView frame, double passed)
    {
        var starting = _age < _settings.StartSeconds;
        // while starting it runs, so that it finds the middle of what a busy lane shows
        var steps = passed * (starting ? StartHz : _settings.LearnHz);
        var period = steps >= 1 ? 1 : (int)Math.Clamp(Math.Round(1 / Math.Max(0.02, steps)), 1, 16);
        var step = (byte)Math.Clamp(Math.Round(steps), 1, starting ? 8 : 4);
        var (floor, ceiling) = ((byte)_settings.ToleranceFloor, (byte)_settings.ToleranceCeiling);
        var active = scene.Compare(frame, period, step, floor, ceiling, CellMap.Least);
        if (active > 0.12 && scene.TryFollowLight(frame))
            active = scene.Compare(frame, period, step, floor, ceiling, CellMap.Least);
        _sinceSway += passed;
        if (active > SwayShare && _sinceSway >= _swayEvery)
        {
            // a camera that stood still is asked ever more seldom, one that moved again at once
            var moved = scene.TryFollowSway(frame);
            (_sinceSway, _swayEvery) = (0, moved ? SwaySeconds : Math.Min(RareSwaySeconds, 2 * _swayEvery));
            if (moved) active = scene.Compare(frame, period, step, floor, ceiling, CellMap.Least);
        }
        _lost = active > 0.6 ? _lost + 1 : 0;
        if (_lost == 0) return true;
        if (_lost >= 3) Begin(frame); // another picture: a cut, a turned camera
        return false;
    }

    // night: most of the scene is dark, so lamps throw light that is no vehicle
    private void LookAtLight(Background scene, double passed)
    {
        _sinceNight += passed;
        if (_sinceNight < 5) return;
        _sinceNight = 0;
        var (dark, all) = (0, 0);
        for (var i = 0; i < scene.Luma.Length; i += 37, all++)
            if (scene.Luma[i] < 75) dark++;
        _night = dark * 10 > all * 6;
    }

    private int Report(Background scene, Span<Detection> found)
    {
        var count = 0;
        var starting = _age < _settings.StartSeconds;
        foreach (var blob in _boxes.Found)
        {
            var (wide, high) = (blob.Right - blob.Left, blob.Bottom - blob.Top);
            if (!LargeEnough(blob, wide, high)) continue;
            var score = Score(blob, wide, high);
            // a margin of two cells keeps the background under a moving front untouched; what is ragged may be leaves and is learned
            if (score >= Sound && !starting) scene.Hold((blob.Left / 4) - 2, (blob.Top / 4) - 2, (blob.Right / 4) + 3, (blob.Bottom / 4) + 3);
            var box = new PixelBox(blob.Left * _scaleX, blob.Top * _scaleY, wide * _scaleX, high * _scaleY);
            if (Ignored(box.Contact)) continue;
            var detection = new Detection(box, score, RoadUser.Unknown);
            if (count < found.Length) found[count++] = detection;
            else ReplaceWeakest(found, detection);
        }
        _still.ReleaseNeverSeen();
        return count;
    }

    // a vehicle fills its box; leaves, spray and reflections are ragged
    private static float Score(in Blob blob, int wide, int high)
    {
        var solid = Math.Clamp(((blob.Cells * 16.0 / (wide * high)) - 0.25) / 0.45, 0, 1);
        var size = Math.Min(1.0, blob.Cells / 24.0);
        return (float)Math.Clamp(0.1 + (0.88 * solid * (0.6 + (0.4 * size))), 0.05, 0.98);
    }

    private bool LargeEnough(Blob blob, int wide, int high)
    {
        var metre = Metre((blob.Left + blob.Right) * 0.5, blob.Bottom);
        if (metre > 0) return wide >= Math.Max(4, 0.5 * metre) && high >= Math.Max(4, 0.7 * metre) && blob.Cells >= 3;
        return wide >= _settings.SmallestPixels && high >= _settings.SmallestPixels && blob.Cells >= 4;
    }

    private double Metre(double x, double y) =>
        _plane is null ? 0 : _plane.PixelsPerMetre(new RawPixel(x * _scaleX, y * _scaleY)) / _scaleX;

    private bool Ignored(RawPixel contact)
    {
        foreach (var polygon in _ignore)
            if (polygon.Contains(contact)) return true;
        return false;
    }

    private static void ReplaceWeakest(Span<Detection> found, Detection better)
    {
        if (found.IsEmpty) return;
        var weakest = 0;
        for (var i = 1; i < found.Length; i++)
            if (found[i].Score < found[weakest].Score) weakest = i;
        if (found[weakest].Score < better.Score) found[weakest] = better;
    }
}
