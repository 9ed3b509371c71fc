namespace Qyran.Simulator;

/// <summary>What stands where on a plate, mm from its top left corner.</summary>
internal sealed class PlateSetting
{
    public List<(char Char, double X, double Y, double Width, double Height)> Characters { get; } = [];
    public List<(double X, double Y, double Width, double Height, string Country)> Flags { get; } = [];
    public List<double> Lines { get; } = [];

    /// <summary>Width of a blue band at the left, 0 = none.</summary>
    public double BandMm { get; private set; }

    /// <summary>Characters with a gap of a fifth of their width.</summary>
    public PlateSetting Run(string text, double x, double y, double width, double height)
    {
        foreach (var c in text)
        {
            Characters.Add((c, x, y, width * 0.82, height));
            x += width * 1.08;
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
}
