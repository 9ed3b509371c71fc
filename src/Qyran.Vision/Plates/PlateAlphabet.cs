namespace Qyran.Vision.Plates;

/// <summary>What the reader's outputs stand for.</summary>
internal static class PlateAlphabet
{
    /// <summary>Signs in the order of the reader's outputs; the output after them means "no sign here".</summary>
    public const string Signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public const int Blank = 36;
    public const int Outputs = 37;

    /// <summary>Groups of layouts the reader tells apart, in the order of its outputs.</summary>
    public static readonly string[] Groups = ["ANY", "ASIA", "BR", "BY", "CN", "EU", "GE", "KG", "KZ", "LATIN", "RU", "TJ", "TM", "TR", "UA", "US", "UZ", "VN"];

    /// <summary>A group that is one country's (or the Union's) own layout; null for the mixed ones.</summary>
    public static string? Country(int group) => Groups[group] is "ANY" or "ASIA" or "LATIN" ? null : Groups[group];
}
