using System.Collections.Immutable;

namespace Qyran.Media;

/// <summary>
/// Where the planes of the analysed picture and of each crop lie in a frame's one buffer: picture 0, then the crops, each Y, U, V without padding.
/// The whole picture, where it is asked for, is a stream behind these with a buffer of its own: most frames come without it.
/// </summary>
internal sealed class FrameLayout
{
    private readonly (int Width, int Height, long Offset)[] _parts;

    public FrameLayout(int rawWidth, int rawHeight, int width, int height, ImmutableArray<CropBox> crops, bool whole = false)
    {
        (RawWidth, RawHeight) = (rawWidth, rawHeight);
        (Crops, HasWhole) = (crops, whole);
        _parts = new (int, int, long)[crops.Length + 1];
        _parts[0] = (width, height, 0);
        var at = Bytes(width, height);
        for (var i = 0; i < crops.Length; i++)
        {
            _parts[i + 1] = (crops[i].Width, crops[i].Height, at);
            at += Bytes(crops[i].Width, crops[i].Height);
        }
        Total = at;
    }

    public int RawWidth { get; }
    public int RawHeight { get; }
    public ImmutableArray<CropBox> Crops { get; }
    public long Total { get; }
    public int Parts => _parts.Length;

    /// <summary>The whole picture's brightness comes with some of the frames, as stream <see cref="Parts"/>.</summary>
    public bool HasWhole { get; }

    public int Streams => Parts + (HasWhole ? 1 : 0);

    public long WholeBytes => (long)RawWidth * RawHeight;

    public (int Width, int Height, long Offset) Part(int i) => _parts[i];

    public long PartBytes(int i) => Bytes(_parts[i].Width, _parts[i].Height);

    public static long Bytes(int width, int height) => ((long)width * height) + (2L * ((width + 1) / 2) * ((height + 1) / 2));

    /// <summary>The analysed size for a raw one: aspect kept, never enlarged, even sides when made smaller.</summary>
    public static (int Width, int Height) Analysed(int rawWidth, int rawHeight, int? mostWidth, int? mostHeight)
    {
        var scale = Math.Min(1.0, Math.Min((mostWidth ?? rawWidth) / (double)rawWidth, (mostHeight ?? rawHeight) / (double)rawHeight));
        return scale >= 1 ? (rawWidth, rawHeight) : (Even(rawWidth * scale), Even(rawHeight * scale));
    }

    private static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2) * 2);
}
