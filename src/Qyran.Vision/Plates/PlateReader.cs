using System.Collections.Immutable;
using OpenCvSharp;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Plates;

namespace Qyran.Vision.Plates;

/// <summary>
/// Reads the text between four corners. The plate is stretched to one size with a small margin, so rows and forms of plates need no cases of their own:
/// the network reads the upper half's forty places before the lower half's. One thread at a time.
/// </summary>
public sealed class PlateReader : IDisposable
{
    // as in training/plates/spoil.py: what the network saw there it must see here
    private const int Width = 160, Height = 48, Places = 80;
    private const double MarginX = 0.03, MarginY = 0.08;

    /// <summary>Texts weighed against each other.</summary>
    private const int MostHypotheses = 24;

    /// <summary>What texts outside those weighed are thought to weigh: few of them have a country's form.</summary>
    private const double RestWeight = 0.3;

    private readonly PlateNet net;
    private readonly PlateGrammar grammar;
    private readonly Mat shrunk = new(), flat = new();

    private PlateReader(PlateNet net, PlateGrammar grammar) => (this.net, this.grammar) = (net, grammar);

    /// <summary>Null with the reason when the model is not there or is another one.</summary>
    /// <param name="grammar">The countries' forms; they choose between texts the network holds possible.</param>
    public static PlateReader? Open(string path, PlateGrammar grammar, out Failure? failure) => PlateNet.Load(path, 2, out failure) is { } net ? new(net, grammar) : null;

    /// <summary>What is read there; a reading with an empty text when nothing is.</summary>
    public PlateReading Read(Mat grey, in PlateSpot spot)
    {
        Rectify(grey, spot.Quad);
        var at = net.At(Width, Height, (_, _) => [[1, Places, PlateAlphabet.Outputs], [1, PlateAlphabet.Groups.Length]]);
        for (var y = 0; y < Height; y++) Row(y, at.Input.AsSpan(y * Width, Width));
        at.Run();
        var (text, signs) = PlatePaths.Best(at.Output(0));
        var groups = at.Output(1);
        (text, var probability) = Choose(text, signs, at.Output(0), groups);
        var confidence = PlateConfidence.Of(probability, text, spot.Score);
        var (country, sure) = Country(grammar, text, groups);
        return new(text, confidence, country, sure, spot.Quad, spot.Score, signs);
    }

    public void Dispose()
    {
        net.Dispose();
        shrunk.Dispose();
        flat.Dispose();
    }

    /// <summary>
    /// The likeliest of the texts the network holds possible, its countries' forms considered: the letter O and the digit 0 look the same on many
    /// plates, and only their place tells them apart. By Bayes' rule; the forms are the prior, the network's probabilities the evidence.
    /// </summary>
    private (string Text, double Probability) Choose(string text, ImmutableArray<ImmutableArray<SignGuess>> signs, ReadOnlySpan<float> places, ReadOnlySpan<float> groups)
    {
        if (text.Length == 0) return (text, 0);
        var (chosen, most, sum, covered) = (text, 0.0, 0.0, 0.0);
        foreach (var hypothesis in PlateHypotheses.Of(text, signs, MostHypotheses))
        {
            var probability = PlatePaths.Probability(places, hypothesis);
            covered += probability;
            var weighed = probability * Weight(hypothesis, groups);
            sum += weighed;
            if (weighed > most) (chosen, most) = (hypothesis, weighed);
        }
        return (chosen, most / Math.Max(1e-12, sum + (Math.Max(0, 1 - covered) * RestWeight)));
    }

    /// <summary>Whose plate it is: what the network thinks of its look, and whether the text that was read has that country's form. By the same rule as the text.</summary>
    internal static (string? Country, double Confidence) Country(PlateGrammar grammar, string text, ReadOnlySpan<float> groups)
    {
        var (group, most, sum) = (0, 0.0, 0.0);
        for (var k = 0; k < groups.Length; k++)
        {
            var weighed = groups[k] * grammar.Weight(PlateAlphabet.Groups[k], text);
            sum += weighed;
            if (weighed > most) (group, most) = (k, weighed);
        }
        return (PlateAlphabet.Country(group), most / Math.Max(1e-12, sum));
    }

    private double Weight(string text, ReadOnlySpan<float> groups)
    {
        var weight = 0.0;
        for (var k = 0; k < groups.Length; k++) weight += groups[k] * grammar.Weight(PlateAlphabet.Groups[k], text);
        return weight;
    }

    private void Rectify(Mat grey, in PlateQuad quad)
    {
        var (tl, tr, br, bl) = (quad.TopLeft, quad.TopRight, quad.BottomRight, quad.BottomLeft);
        Span<Point2f> corners =
        [
            Out(tl, tr, bl), Out(tr, tl, br), Out(br, bl, tr), Out(bl, br, tl),
        ];
        // only the plate's surroundings are touched, and a large plate is shrunk by area first so that no pixel is skipped
        var box = Cv2.BoundingRect(corners.ToArray());
        box.Inflate(2, 2);
        box &= new Rect(0, 0, grey.Width, grey.Height);
        if (box.Width < 2 || box.Height < 2)
        {
            flat.Create(Height, Width, MatType.CV_8UC1);
            flat.SetTo(new Scalar(0));
            return;
        }
        using var part = new Mat(grey, box);
        var scale = Math.Min(1, 1.5 * Width / Math.Max(1, quad.Width));
        var source = part;
        if (scale < 1)
        {
            Cv2.Resize(part, shrunk, new Size(), scale, scale, InterpolationFlags.Area);
            source = shrunk;
        }
        var (kx, ky) = ((double)source.Width / part.Width, (double)source.Height / part.Height);
        for (var i = 0; i < 4; i++) corners[i] = new((float)(((corners[i].X - box.X) * kx) - 0.5), (float)(((corners[i].Y - box.Y) * ky) - 0.5));
        Point2f[] target = [new(-0.5f, -0.5f), new(Width - 0.5f, -0.5f), new(Width - 0.5f, Height - 0.5f), new(-0.5f, Height - 0.5f)];
        using var turn = Cv2.GetPerspectiveTransform(corners.ToArray(), target);
        Cv2.WarpPerspective(source, flat, turn, new Size(Width, Height), InterpolationFlags.Linear, BorderTypes.Replicate);
    }

    /// <summary>A corner moved outwards, away from its neighbour along the row and from the one above or below it.</summary>
    private static Point2f Out(RawPixel at, RawPixel beside, RawPixel upright) => new(
        (float)(at.X + (MarginX * (at.X - beside.X)) + (MarginY * (at.X - upright.X))), (float)(at.Y + (MarginX * (at.Y - beside.Y)) + (MarginY * (at.Y - upright.Y))));

    private unsafe void Row(int y, Span<float> to)
    {
        var row = new ReadOnlySpan<byte>((void*)flat.Ptr(y), Width);
        for (var x = 0; x < row.Length; x++) to[x] = row[x];
    }
}
