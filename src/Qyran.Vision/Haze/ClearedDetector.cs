using OpenCvSharp;
using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Haze;

/// <summary>
/// A detector that sees through fog: while a picture is hazy its first looks get it with the contrast of every part stretched (adaptive histogram equalisation with a limit, CLAHE).
/// In a clear picture it does nothing but look at some pixels once a second. One instance belongs to one camera and one thread; allocates nothing, in haze
/// two handles of OpenCV's for a frame, some 200 bytes.
/// </summary>
public sealed class ClearedDetector : IRegionDetector
{
    /// <summary>How much steeper greys may become in any part, and the parts. Chosen on fog of other seeds than the shipped scenario's (docs/design/detection.md).</summary>
    private const double Limit = 3;
    private const int Across = 8, Down = 6;

    private readonly IRegionDetector _model;
    private readonly HazeGauge _gauge = new();
    private readonly CLAHE _stretch = Cv2.CreateCLAHE(Limit, new Size(Across, Down));
    private readonly Mat _seen = new(), _cleared = new();
    private (long Number, long MediaUs) _of = (-1, 0);

    /// <param name="model">Belongs to this one from now on.</param>
    public ClearedDetector(IRegionDetector model) => _model = model;

    public DetectorIdentity Identity => _model.Identity;

    public double? ClosePixel => _model.ClosePixel;

    /// <summary>Whether the picture was hazy when a frame was last looked at.</summary>
    public bool IsHazy => _gauge.IsHazy;

    /// <summary>For how long the picture has been hazy in all, s.</summary>
    public int HazySeconds => _gauge.Seconds;

    public int Detect(in FrameView frame, Span<Detection> found) => _gauge.Look(frame) ? _model.Detect(Cleared(frame), found) : _model.Detect(frame, found);

    public int Detect(in FrameView frame, in PixelBox region, Span<Detection> found) =>
        _gauge.Look(frame) ? _model.Detect(Cleared(frame), region, found) : _model.Detect(frame, region, found);

    // the close look learned from hazy pictures as they are; stretched ones would show it noise for edges
    public int Sharpen(in FrameView frame, Span<Detection> found) => _model.Sharpen(frame, found);

    public int Hurry(in FrameView frame, Span<Detection> found) => _model.Hurry(frame, found);

    public void Dispose()
    {
        _stretch.Dispose();
        _seen.Dispose();
        _cleared.Dispose();
        _model.Dispose();
    }

    private unsafe FrameView Cleared(in FrameView frame)
    {
        var size = frame.Width * frame.Height;
        if (_of != (frame.Number, frame.Time.MediaUs) || _cleared.Rows != frame.Height || _cleared.Cols != frame.Width)
        {
            _seen.Create(frame.Height, frame.Width, MatType.CV_8UC1);
            frame.Y[..size].CopyTo(new Span<byte>(_seen.DataPointer, size));
            _stretch.Apply(_seen, _cleared);
            _of = (frame.Number, frame.Time.MediaUs);
        }
        return new FrameView
        {
            Number = frame.Number, Time = frame.Time, Width = frame.Width, Height = frame.Height, RawWidth = frame.RawWidth, RawHeight = frame.RawHeight,
            Y = new ReadOnlySpan<byte>(_cleared.DataPointer, size), U = frame.U, V = frame.V,
        };
    }
}
