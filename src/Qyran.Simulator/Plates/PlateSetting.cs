namespace Qyran.Simulator;

/// <summary>What stands where on a plate, mm from its top left corner, and in which colours.</summary>
internal sealed class PlateSetting
{
    // of the width that is stated: a sign's own, the step to the next one, what a gap and a dash take besides
    private const double Sign = 0.82, Step = 1.08, Gap = 0.45, Dash = 0.6;

    public static readonly (int R, int G, int B) Black = (14, 14, 14), White = (236, 238, 236);

    public List<(char Char, double X, double Y, double Width, double Height)> Characters { get; } = [];

    /// <summary>Of what is printed beside the number and is no part of it, in a colour of its own.</summary>
    public List<(char Char, double X, double Y, double Width, double Height, (int R, int G, int B) Ink)> Words { get; } = [];
    public List<(double X, double Y, double Width, double Height, string Country)> Flags { get; } = [];
    public List<double> Lines { get; } = [];

    /// <summary>Width of a blue band at the left, 0 = none.</summary>
    public double BandMm { get; private set; }

    /// <summary>Height of a blue band along the top, 0 = none.</summary>
    public double TopBandMm { get; private set; }

    /// <summary>Has a black line around it.</summary>
    public bool Framed { get; private set; } = true;

    /// <summary>Colour of the number.</summary>
    public (int R, int G, int B) Ink { get; private set; } = Black;

    /// <summary>Colours of the ground at its upper and its lower edge; one goes over into the other.</summary>
    public ((int R, int G, int B) Upper, (int R, int G, int B) Lower) Ground { get; private set; } = (White, White);

    /// <summary>Characters with a gap of a fifth of their width.</summary>
    public PlateSetting Run(string text, double x, double y, double width, double height)
    {
        foreach (var c in text)
        {
            Characters.Add((c, x, y, width * Sign, height));
            x += width * Step;
        }
        return this;
    }

    /// <summary>A number as its series groups it, in the middle between two edges; narrower than <paramref name="width"/> where there is no room.</summary>
    public PlateSetting Series(string text, string series, double left, double right, double y, double width, double height)
    {
        static double Takes(char c) => c == ' ' ? Gap : c == '-' ? Dash : Step;
        // behind the last sign there is no step
        var all = series.Sum(c => Takes(c)) - (Step - Sign);
        width = Math.Min(width, (right - left) / all);
        var x = (left + right - (all * width)) / 2;
        var at = 0;
        foreach (var c in series)
        {
            if (c == '-') Run("-", x, y, width * 0.42, height);
            else if (c != ' ') Characters.Add((text[at++], x, y, width * Sign, height));
            x += Takes(c) * width;
        }
        return this;
    }

    /// <summary>The country's letters, within a width.</summary>
    public PlateSetting Small(string text, double x, double y, double width)
    {
        var each = width / text.Length;
        foreach (var c in text)
        {
            Characters.Add((c, x, y, each * 0.7, Math.Min(28, each * 1.3)));
            x += each;
        }
        return this;
    }

    /// <summary>Words around their middle.</summary>
    public PlateSetting Word(string text, double middle, double y, double height, (int R, int G, int B) ink)
    {
        var each = height * 0.8;
        var x = middle - (text.Length * each / 2);
        foreach (var c in text)
        {
            if (c != ' ') Words.Add((c, x + (each * 0.1), y, each * 0.8, height, ink));
            x += each;
        }
        return this;
    }

    public PlateSetting Flag(double x, double y, double width, double height, string country)
    {
        Flags.Add((x, y, width, height, country));
        return this;
    }

    public PlateSetting Line(double x)
    {
        Lines.Add(x);
        return this;
    }

    public PlateSetting Band(double width)
    {
        BandMm = width;
        return this;
    }

    public PlateSetting TopBand(double height)
    {
        TopBandMm = height;
        return this;
    }

    public PlateSetting Colours((int R, int G, int B) ink, (int R, int G, int B) upper, (int R, int G, int B) lower, bool framed)
    {
        (Ink, Ground, Framed) = (ink, (upper, lower), framed);
        return this;
    }
}
