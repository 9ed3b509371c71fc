using System.Collections.Immutable;
using System.Security.Cryptography;
using OpenCvSharp;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Plates;
using Qyran.Vision.Onnx;

namespace Qyran.Vision.Plates;

/// <summary>Finder and reader together: the plates of a picture with their texts. One thread at a time.</summary>
public sealed class PlateEyes : IDisposable
{
    /// <summary>Long sides of the input a still picture is searched at, coarse first; finer only while nothing was read for sure.</summary>
    private static readonly int[] LongSides = [416, 832, 1408];

    /// <summary>A spot is read from here on; it is called a plate only when its text is legible.</summary>
    private const double LeastSpot = 0.12;

    /// <summary>So sure a spot is a plate; where there is one, weaker spots are not read.</summary>
    private const double SureSpot = 0.4;

    /// <summary>A reading as sure as this ends the search at finer scales.</summary>
    private const double Enough = 0.6;

    /// <summary>A single picture's reading this sure may stand by itself.</summary>
    private const double Sure = 0.99;

    /// <summary>
    /// A plate lower than this, pixels, is never accepted from a single picture. In a film it takes two that agree.
    /// </summary>
    private const double LeastHeight = 12;

    /// <summary>Readings less sure are not told.</summary>
    public const double LeastReading = 0.05;
    private const int MostSpots = 8, FewSpots = 3;

    /// <summary>No plate is higher than wide; its box may be, a little, where it is tilted.</summary>
    private const double HighestCutOut = 1.2;

    /// <summary>A plate that takes more than this of the picture's width was cut out, and perhaps found in part only.</summary>
    private const double MostOfIt = 0.5;

    /// <summary>Of a cut-out plate this share of the picture's width must have been found: what is left beside it may be signs that neither the finder nor the reader takes for such.</summary>
    private const double EnoughOfIt = 0.8;

    /// <summary>From here on a longer text, read from edge to edge, goes before the one that was found.</summary>
    private const double LeastOfLonger = 0.2;

    /// <summary>Readings of a still picture less sure are not looked at for signs that were left out (in a film only sure ones are); one with more room is believed from here on.</summary>
    private const double LeastToGoOn = 0.3, LeastOfWider = 0.5;

    /// <summary>
    /// So much less sure may the longer text be. Of 108 made-up plates that seemed to go on, 32 of 36 that did were read so, of 58 that did not three: a bar or a bolt beside the signs is read as one, but not as surely.
    /// </summary>
    private const double LessSure = 0.02;

    /// <summary>Room for signs that were left out, as a share of the width.</summary>
    private const double Room = 0.4;

    /// <summary>A plate that comes closer than this to the picture's edge, as a share of its width, may go on beyond it.</summary>
    private const double AtEdge = 0.03;

    /// <summary>As sure as a reading can be where the picture, read from edge to edge, says something else, or its edge may have cut signs off.</summary>
    private const double Contradicted = 0.9;

    private readonly PlateFinder finder;
    private readonly PlateReader reader;
    private readonly List<PlateReading> readings = [];

    private PlateEyes(PlateFinder finder, PlateReader reader, ImmutableSortedDictionary<string, string> models) => (this.finder, this.reader, Models) = (finder, reader, models);

    /// <summary>The model files by name, SHA-256 in hex: what evidence names.</summary>
    public ImmutableSortedDictionary<string, string> Models { get; }

    /// <summary>Opens the models that come with the program. Null with the reason when they are not there.</summary>
    public static PlateEyes? Open(out Failure? failure)
    {
        if (ShippedModels.PlateFinder is not { } finding || ShippedModels.PlateReader is not { } reading)
        {
            failure = new(FailureKind.NotFound, $"the plate models are not there ({ShippedModels.Where})");
            return null;
        }
        return Open(finding, reading, out failure);
    }

    /// <summary>Opens these two model files.</summary>
    public static PlateEyes? Open(string finderPath, string readerPath, out Failure? failure)
    {
        if (PlateFinder.Open(finderPath, out failure) is not { } finder) return null;
        if (PlateReader.Open(readerPath, PlatePacks.Shipped(), out failure) is { } reader)
            return new(finder, reader, ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [Named(finderPath), Named(readerPath)]));
        finder.Dispose();
        return null;
    }

    /// <summary>Every legible plate of a still picture, surest first; valid until the next call.</summary>
    /// <param name="grey">8-bit grey, any size.</param>
    /// <param name="all">Go on to finer scales where a plate was read already: others, farther away, are found as well. Takes two to five times as long.</param>
    public IReadOnlyList<PlateReading> Look(Mat grey, bool all = false)
    {
        readings.Clear();
        var longest = Math.Max(grey.Width, grey.Height);
        PlateReading? whole = null;
        for (var i = 0; i < LongSides.Length; i++)
        {
            // a finer search than the picture itself shows nothing new, except in tiny pictures
            if (i > 0 && LongSides[i - 1] >= 1.5 * longest) break;
            var (w, h) = Input(grey.Width, grey.Height, LongSides[i]);
            var found = finder.Find(grey, new Rect(0, 0, grey.Width, grey.Height), w, h, LeastSpot);
            var least = (found.Count > 0 && found[0].Score >= SureSpot) || readings.Exists(static r => r.Confidence >= Enough) ? SureSpot : LeastSpot;
            PlateSpot[] spots = [.. found.Take(least == SureSpot ? MostSpots : FewSpots).Where(s => s.Score >= least)];
            foreach (var spot in spots)
                if (!readings.Exists(r => r.Confidence >= Enough && r.Quad.Box.Iou(spot.Quad.Box) > 0.3)) Add(Doubted(grey, ReadCloser(grey, spot, again: true)));
            AsCutOut(grey, ref whole);
            // what reads as a plate from edge to edge is one: finer searches would find its signs
            if (whole is { Confidence: >= LeastOfLonger } || (!all && readings.Exists(static r => r.Confidence >= Enough))) break;
        }
        readings.Sort(static (a, b) => b.Confidence.CompareTo(a.Confidence));
        return readings;
    }

    /// <summary>Every legible plate in a part of a picture (a vehicle's box) that the picture's edge does not cut, surest first; valid until the next call.</summary>
    public IReadOnlyList<PlateReading> Look(Mat grey, Rect part, int inputWidth, int inputHeight)
    {
        readings.Clear();
        PlateSpot[] spots = [.. finder.Find(grey, part, inputWidth, inputHeight, LeastSpot).Take(3)];
        foreach (var spot in spots)
            if (ReadCloser(grey, spot, again: false) is var reading && !IsCut(grey, reading.Quad)) Add(reading);
        readings.Sort(static (a, b) => b.Confidence.CompareTo(a.Confidence));
        return readings;
    }

    /// <summary>Every place of a still picture that looks like a plate, legible or not, at all scales; for measuring the finder alone.</summary>
    public List<PlateSpot> Spots(Mat grey, double least)
    {
        List<PlateSpot> all = [];
        foreach (var side in LongSides)
        {
            var (w, h) = Input(grey.Width, grey.Height, side);
            foreach (var spot in finder.Find(grey, new Rect(0, 0, grey.Width, grey.Height), w, h, least))
            {
                var known = all.FindIndex(s => s.Quad.Box.Iou(spot.Quad.Box) > 0.3);
                if (known < 0) all.Add(spot);
                else if (spot.Score > all[known].Score) all[known] = spot;
            }
        }
        return all;
    }

    /// <summary>Whether a single picture's reading is sure enough to be accepted.</summary>
    public static bool IsSure(PlateReading reading) => reading.Confidence >= Sure && reading.Quad.Height >= LeastHeight;

    public void Dispose()
    {
        finder.Dispose();
        reader.Dispose();
    }

    private static KeyValuePair<string, string> Named(string path) => new(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));

    private PlateReading ReadCloser(Mat grey, in PlateSpot spot, bool again) => Read(grey, finder.Closer(grey, spot), again);

    /// <summary>What is read at a spot, with the signs beside it that belong to it.</summary>
    internal PlateReading Read(Mat grey, in PlateSpot spot, bool again)
    {
        var found = reader.Read(grey, spot, again);
        return found.Confidence >= (again ? LeastToGoOn : Sure) ? GoesOn(grey, spot, found, again) : found;
    }

    /// <summary>
    /// The finder may leave out a plate's first or last signs: a region behind a bar, a letter in a shadow. So it is read once more with room on both sides. Where that says the same and more, it is read
    /// with the room on either side and on both, and the surest longer text is told if it is sure enough.
    /// </summary>
    private PlateReading GoesOn(Mat grey, in PlateSpot spot, PlateReading found, bool again)
    {
        if (!SaysMore(reader.Read(grey, spot with { Quad = Grown(spot.Quad, Room / 2, Room / 2) }, again: false), found)) return found;
        var more = found;
        foreach (var (left, right) in (ReadOnlySpan<(double, double)>)[(0, Room), (Room, 0), (Room / 2, Room / 2)])
        {
            var wider = reader.Read(grey, spot with { Quad = Grown(spot.Quad, left, right) }, again);
            if (SaysMore(wider, found) && wider.Confidence > (more == found ? 0 : more.Confidence)) more = wider;
        }
        return more.Confidence >= Math.Max(LeastOfWider, found.Confidence - LessSure) ? more : found;
    }

    private static bool SaysMore(PlateReading wider, PlateReading found) =>
        wider.Confidence >= LeastOfLonger && wider.Text.Length > found.Text.Length && wider.Text.Contains(found.Text, StringComparison.Ordinal);

    /// <summary>The quad with room for a sign or two at its sides, as shares of its width.</summary>
    private static PlateQuad Grown(in PlateQuad quad, double left, double right)
    {
        static RawPixel Beyond(RawPixel from, RawPixel to, double share) => new(to.X + (share * (to.X - from.X)), to.Y + (share * (to.Y - from.Y)));
        var (tl, tr, br, bl) = (quad.TopLeft, quad.TopRight, quad.BottomRight, quad.BottomLeft);
        return new(Beyond(tr, tl, left), Beyond(tl, tr, right), Beyond(bl, br, right), Beyond(br, bl, left));
    }

    /// <summary>
    /// A cut-out plate has nothing around it that a finder could tell it by: it may find nothing, or leave out its first or last signs. So the picture is read from edge to edge, too.
    /// Where nothing was found for sure, that is told, but is never sure enough to stand by itself. Where a plate was found over most of the picture, both must read the same, or the
    /// text that goes on from the other is told, and neither stands by itself.
    /// </summary>
    /// <param name="whole">The picture from edge to edge, once it has been read.</param>
    private void AsCutOut(Mat grey, ref PlateReading? whole)
    {
        if (grey.Height > HighestCutOut * grey.Width) return;
        var edges = new PlateSpot(new(new(0, 0), new(grey.Width, 0), new(grey.Width, grey.Height), new(0, grey.Height)), SureSpot);
        var most = readings.FindIndex(r => r.Quad.Box.Width > MostOfIt * grey.Width);
        var sure = most >= 0 && IsSure(readings[most]);
        if (!sure && (readings.Exists(IsSure) || (most < 0 && readings.Exists(static r => r.Confidence >= Enough)))) return;
        if (whole is null)
        {
            whole = reader.Read(grey, edges, again: false);
            // of a street there is nothing to be read, of a plate that reads as it was found nothing more
            if (whole.Confidence >= LeastReading && !(sure && whole.Text == readings[most].Text)) whole = reader.Read(grey, edges, again: true);
        }
        if (most < 0)
        {
            Add(whole);
            return;
        }
        var found = readings[most];
        if (whole.Text == found.Text)
        {
            if (found.Quad.Box.Width < EnoughOfIt * grey.Width) readings[most] = found with { Confidence = Math.Min(found.Confidence, Contradicted) };
            return;
        }
        if (whole.Confidence >= LeastOfLonger && whole.Text.Length > found.Text.Length && whole.Text.Contains(found.Text, StringComparison.Ordinal)) readings[most] = whole;
        else if (sure) readings[most] = found with { Confidence = Contradicted };
        else Add(whole);
    }

    /// <summary>A plate at the picture's edge may go on beyond it, and what is left reads as a plate; one that fills its picture was cut out instead (<see cref="AsCutOut"/>).</summary>
    private static PlateReading Doubted(Mat grey, PlateReading reading) =>
        reading.Confidence > Contradicted && reading.Quad.Box.Width <= MostOfIt * grey.Width && IsCut(grey, reading.Quad) ? reading with { Confidence = Contradicted } : reading;

    private static bool IsCut(Mat grey, in PlateQuad quad)
    {
        var box = quad.Box;
        var near = AtEdge * box.Width;
        return box.X < near || box.Y < near || box.Right > grey.Width - near || box.Bottom > grey.Height - near;
    }

    /// <summary>One plate once: of two readings of one place the surer stays.</summary>
    private void Add(PlateReading reading)
    {
        if (reading.Confidence < LeastReading) return;
        var box = reading.Quad.Box;
        var known = readings.FindIndex(r => r.Quad.Box.Iou(box) > 0.3);
        if (known < 0) readings.Add(reading);
        else if (reading.Confidence > readings[known].Confidence) readings[known] = reading;
    }

    private static (int Width, int Height) Input(int width, int height, int longSide)
    {
        var scale = (double)longSide / Math.Max(width, height);
        return (Up(width * scale), Up(height * scale));

        static int Up(double side) => Math.Max(64, (int)Math.Ceiling((side - 8) / 32) * 32);
    }
}
