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
    private const int MostHypotheses = 24, FewHypotheses = 6;

    /// <summary>What texts outside those weighed are thought to weigh: few of them have a country's form.</summary>
    private const double RestWeight = 0.3;

    /// <summary>A reading less sure than this may be looked at again.</summary>
    private const double Doubtful = 0.97;

    /// <summary>A country less sure is not named.</summary>
    private const double LeastCountry = 0.8;

    /// <summary>
    /// How the corners are moved for each look, as shares of the plate's width and height: wider, higher, right, down. The first is the plate as found. What a
    /// network reads at the edge of its strength hangs on such trifles; the mean of several looks does less so. Chosen on made-up plates
    /// that were not learned from (docs/design/plates.md), not on photographs.
    /// </summary>
    private static readonly (double Wider, double Higher, double Right, double Down)[] Looks =
        [(0, 0, 0, 0), (0.04, 0.08, 0, 0), (-0.03, -0.06, 0, 0), (0.02, 0, 0.015, 0.04), (0.02, 0, -0.015, -0.04)];

    private readonly PlateNet net;
    private readonly PlateGrammar grammar;
    private readonly Mat shrunk = new(), flat = new();

    // what the network said at each look: places and groups
    private readonly float[][] places = [.. Looks.Select(_ => new float[Places * PlateAlphabet.Outputs])];
    private readonly float[][] groups = [.. Looks.Select(_ => new float[PlateAlphabet.Groups.Length])];

    private PlateReader(PlateNet net, PlateGrammar grammar) => (this.net, this.grammar) = (net, grammar);

    /// <summary>Null with the reason when the model is not there or is another one.</summary>
    /// <param name="grammar">The countries' forms; they choose between texts the network holds possible.</param>
    public static PlateReader? Open(string path, PlateGrammar grammar, out Failure? failure) => PlateNet.Load(path, 2, out failure) is { } net ? new(net, grammar) : null;

    /// <summary>What is read there; a reading with an empty text when nothing is.</summary>
    /// <param name="again">Where one look leaves doubt, look several times; for a still picture. A film has frames for that.</param>
    public PlateReading Read(Mat grey, in PlateSpot spot, bool again)
    {
        Look(grey, spot.Quad, 0);
        var (text, probability, signs) = Weigh(1);
        if (again && text.Length > 0 && PlateConfidence.Of(probability, text, spot.Score) < Doubtful)
        {
            for (var k = 1; k < Looks.Length; k++) Look(grey, Moved(spot.Quad, Looks[k]), k);
            (text, probability, signs) = Weigh(Looks.Length);
        }
        var confidence = PlateConfidence.Of(probability, text, spot.Score);
        var (country, sure) = Country(grammar, text, groups[0]);
        return new(text, confidence, country, sure, spot.Quad, spot.Score, signs);
    }

    public void Dispose()
    {
        net.Dispose();
        shrunk.Dispose();
        flat.Dispose();
    }

    private void Look(Mat grey, in PlateQuad quad, int look)
    {
        Rectify(grey, quad);
        var at = net.At(Width, Height, (_, _) => [[1, Places, PlateAlphabet.Outputs], [1, PlateAlphabet.Groups.Length]]);
        for (var y = 0; y < Height; y++) Row(y, at.Input.AsSpan(y * Width, Width));
        at.Run();
        at.Output(0).CopyTo(places[look]);
        at.Output(1).CopyTo(groups[look]);
    }

    /// <summary>
    /// The likeliest of the texts the network holds possible, its countries' forms considered: the letter O and the digit 0 look the same on many
    /// plates, and only their place tells them apart. By Bayes' rule; the forms are the prior, the network's probabilities, their mean over the first
    /// <paramref name="looks"/> looks, the evidence.
    /// </summary>
    private (string Text, double Probability, ImmutableArray<ImmutableArray<SignGuess>> Signs) Weigh(int looks)
    {
        List<(string Text, ImmutableArray<ImmutableArray<SignGuess>> Signs)> possible = [];
        for (var k = 0; k < looks; k++)
        {
            var (seen, guesses) = PlatePaths.Best(places[k]);
            if (seen.Length == 0) continue;
            foreach (var hypothesis in PlateHypotheses.Of(seen, guesses, k == 0 ? MostHypotheses : FewHypotheses))
                if (!possible.Exists(p => p.Text == hypothesis.Text)) possible.Add(hypothesis);
        }
        if (possible.Count == 0) return ("", 0, []);
        var (chosen, most, sum, covered) = (possible[0], 0.0, 0.0, 0.0);
        foreach (var hypothesis in possible)
        {
            var (probability, weighed) = (0.0, 0.0);
            for (var k = 0; k < looks; k++)
            {
                var here = PlatePaths.Probability(places[k], hypothesis.Text) / looks;
                probability += here;
                weighed += here * Weight(hypothesis.Text, groups[k]);
            }
            covered += probability;
            sum += weighed;
            if (weighed > most) (chosen, most) = (hypothesis, weighed);
        }
        return (chosen.Text, most / Math.Max(1e-12, sum + (Math.Max(0, 1 - covered) * RestWeight)), chosen.Signs);
    }

    /// <summary>The quad grown and shifted along its own sides, about its middle.</summary>
    private static PlateQuad Moved(in PlateQuad quad, (double Wider, double Higher, double Right, double Down) by)
    {
        var (tl, tr, br, bl) = (quad.TopLeft, quad.TopRight, quad.BottomRight, quad.BottomLeft);
        RawPixel At(double u, double v)
        {
            // u and v from 0 to 1 over the quad as it lies there
            double x = ((1 - u) * (1 - v) * tl.X) + (u * (1 - v) * tr.X) + (u * v * br.X) + ((1 - u) * v * bl.X);
            double y = ((1 - u) * (1 - v) * tl.Y) + (u * (1 - v) * tr.Y) + (u * v * br.Y) + ((1 - u) * v * bl.Y);
            return new(x, y);
        }
        double left = by.Right - (by.Wider / 2), right = 1 + by.Right + (by.Wider / 2), top = by.Down - (by.Higher / 2), bottom = 1 + by.Down + (by.Higher / 2);
        return new(At(left, top), At(right, top), At(right, bottom), At(left, bottom));
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
        var sure = most / Math.Max(1e-12, sum);
        return (sure >= LeastCountry ? PlateAlphabet.Country(group) : null, sure);
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
            Cv2.Resize(part, shrunk, new Size(Math.Max(1, Math.Round(part.Width * scale)), Math.Max(1, Math.Round(part.Height * scale))), 0, 0, InterpolationFlags.Area);
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
