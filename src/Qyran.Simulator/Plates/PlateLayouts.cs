using System.Collections.Immutable;

namespace Qyran.Simulator;

/// <summary>
/// How the plates of each country are set: size in millimetres, and where characters, boxes and flags lie. After the countries'
/// public patterns (KZ ST RK 986-2012 and plates of 1993, RU GOST R 50577, BY STB 914-99, UA DSTU 4278, AM and GE since 2014, AZ since 2011, MN since 2001, and what the
/// streets of the others show); simplified, for testing readers. <see cref="AmericanPlates"/> and <see cref="BrazilianPlates"/> set theirs.
/// </summary>
internal static class PlateLayouts
{
    /// <summary>Countries with a layout, in the order files list them; EU is a generic one.</summary>
    public static readonly ImmutableArray<string> Countries = ["AM", "AZ", "BR", "BY", "EU", "GE", "KG", "KZ", "MN", "RU", "TJ", "TM", "TR", "UA", "US", "UZ"];

    /// <summary>Of most plates with one row, mm.</summary>
    public static readonly (double Width, double Height) Usual = (520, 112);

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string KazakhLetters = "ABCDEFGHJKLMNOPQRSTUVWXYZ"; // I and 1 look alike
    private const string RussianLetters = "ABEKMHOPCTYX";
    private const string BelarusianLetters = "ABCEHIKMOPTX";
    private const string UkrainianLetters = "ABCEHIKMOPTX";
    private const string TurkishLetters = "ABCDEFGHIJKLMNOPRSTUVYZ";
    private const string KazakhPlaces1993 = "ABCDEFHKLMNOPRSTUVWXZ";
    private const string Kazakh1993 = "A 999 AAA", Armenian = "99 AA 999", Azerbaijani = "99-AA-999", Georgian = "AA-999-AA", Mongolian = "9999  AAA", UzbekRidden = "99999AA";
    private static readonly string[] TurkmenPlaces = ["AG", "AH", "BN", "DZ", "LB", "MR"];

    // in Latin twins, as the third letter is: Arkhangai, Nalaikh, Khovd, Orkhon and those of Ulaanbaatar; the other provinces' letters have none
    private static readonly string[] MongolianPlaces = ["AP", "HA", "XO", "OP", "YA", "YE", "YH", "YK"];

    /// <summary>Countries whose motorcycles have a form of their own here.</summary>
    public static bool HasMotorcycleForm(string country) => country is "RU" or "UZ";

    /// <summary>A motorcycle's text where it has a form of its own: GOST R 50577 type 4 (four digits, below them two letters and the region); in Uzbekistan the region, three digits, two letters.</summary>
    public static string OfMotorcycle(string country, Dice dice)
    {
        string Pick(string from, int n) => PlateLayouts.Pick(dice, from, n);
        string Number(int n, int from, int to) => PlateLayouts.Number(dice, n, from, to);
        return country switch
        {
            "RU" => Number(4, 1, 9999) + Pick(RussianLetters, 2) + Number(2, 1, 99),
            "UZ" => Number(2, 1, 95) + Number(3, 1, 999) + Pick(Letters, 2),
            _ => throw new ArgumentOutOfRangeException(nameof(country), country, "no form of its motorcycles"),
        };
    }

    /// <summary>A text by the country's pattern.</summary>
    /// <param name="before2012">As Kazakhstan gave it from 1993 to 2012, the region's letter first; the others' are not told apart by age.</param>
    public static string Random(string country, Dice dice, bool before2012 = false)
    {
        string Pick(string from, int n) => PlateLayouts.Pick(dice, from, n);
        string Number(int n, int from, int to) => PlateLayouts.Number(dice, n, from, to);
        return country switch
        {
            "KZ" when before2012 => Pick(KazakhPlaces1993, 1) + Number(3, 1, 999) + Pick(KazakhLetters, 3),
            "KZ" => Number(3, 1, 999) + Pick(KazakhLetters, 3) + Number(2, 1, 20),
            "RU" => Pick(RussianLetters, 1) + Number(3, 1, 999) + Pick(RussianLetters, 2) + (dice.Unit() < 0.5 ? Number(2, 1, 99) : Number(3, 102, 199)),
            "UZ" => Number(2, 1, 95) + Pick(Letters, 1) + Number(3, 1, 999) + Pick(Letters, 2),
            "KG" => Number(2, 1, 9) + "KG" + Number(3, 1, 999) + Pick(Letters, 3),
            "TJ" => Number(4, 1, 9999) + Pick(Letters, 2) + Number(2, 1, 8),
            "TM" => Pick(Letters, 2) + Number(4, 1, 9999) + TurkmenPlaces[dice.Whole(TurkmenPlaces.Length)],
            "BY" => Number(4, 1, 9999) + Pick(BelarusianLetters, 2) + Number(1, 1, 7),
            "TR" => Number(2, 1, 81) + Pick(TurkishLetters, 3) + Number(3, 1, 999),
            "UA" => Pick(UkrainianLetters, 2) + Number(4, 1, 9999) + Pick(UkrainianLetters, 2),
            "EU" => Pick(Letters, 2) + Number(3, 100, 999) + Pick(Letters, 2),
            "AM" => Number(2, 1, 99) + Pick(Letters, 2) + Number(3, 1, 999),
            "AZ" => Number(2, 1, 72) + Pick(Letters, 2) + Number(3, 1, 999),
            "BR" => BrazilianPlates.Random(dice),
            "GE" => Pick(Letters, 2) + Number(3, 1, 999) + Pick(Letters, 2),
            "MN" => Number(4, 1, 9999) + MongolianPlaces[dice.Whole(MongolianPlaces.Length)] + Pick(RussianLetters, 1),
            "US" => AmericanPlates.Random(dice),
            _ => throw new ArgumentOutOfRangeException(nameof(country), country, "no plate layout"),
        };
    }

    private static string Pick(Dice dice, string from, int n) => string.Concat(Enumerable.Range(0, n).Select(_ => from[dice.Whole(from.Length)]));

    private static string Number(Dice dice, int n, int from, int to) =>
        (from + dice.Whole(to - from + 1)).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(n, '0');

    /// <summary>Width and height of the plate, mm.</summary>
    public static (double Width, double Height) Size(PlateText plate) => (plate.Country, plate.TwoRows) switch
    {
        ("BR", false) => (400, 130),
        ("BR", true) => (200, 170),
        ("US", false) => (305, 152),
        ("US", true) => (178, 102),
        (_, true) => (290, 200),
        _ => Usual,
    };

    /// <summary>Characters in reading order and what is drawn beside them. A text that does not fit the pattern is set evenly over the plate.</summary>
    public static PlateSetting Set(PlateText plate)
    {
        if (plate.Country == "US") return AmericanPlates.Set(plate);
        if (plate.Country == "BR") return BrazilianPlates.Set(plate);
        var to = new PlateSetting();
        var t = plate.Text;
        if (plate.TwoRows)
        {
            TwoRows(to, plate);
            return to;
        }
        switch (plate.Country)
        {
            case "KZ" when t.Length == 8:
                to.Flag(12, 16, 44, 30, "KZ").Small("KZ", 14, 62, 34).Line(64);
                to.Run(t[..3], 80, 20, 48, 74).Run(t[3..6], 246, 20, 48, 74).Line(426).Run(t[6..], 440, 22, 32, 66);
                break;
            case "KZ" when PlateSeries.Fits(t, Kazakh1993):
                to.Flag(12, 16, 44, 30, "KZ").Small("KZ", 14, 62, 34).Series(t, Kazakh1993, 68, 506, 20, 48, 74);
                break;
            case "RU" when t.Length is 8 or 9:
                to.Run(t[..1], 26, 36, 44, 58).Run(t[1..4], 82, 22, 48, 76).Run(t[4..6], 254, 36, 44, 58).Line(388);
                to.Run(t[6..], t.Length == 8 ? 418 : 400, 18, t.Length == 8 ? 36 : 32, 50).Small("RUS", 402, 82, 18).Flag(462, 80, 40, 20, "RU");
                break;
            case "UZ" when t.Length == 8:
                to.Run(t[..2], 18, 24, 42, 66).Line(116).Run(t[2..3], 130, 20, 46, 74).Run(t[3..6], 192, 20, 46, 74).Run(t[6..], 352, 20, 46, 74);
                to.Flag(468, 20, 40, 28, "UZ").Small("UZ", 470, 64, 26);
                break;
            case "KG" when t.Length == 10 && t[2..4] == "KG":
                // the region's number with the flag and the country's letters below it, in a field of their own
                to.Run(t[..2], 30, 14, 40, 48).Flag(18, 72, 36, 24, "KG").Small("KG", 64, 70, 42).Line(118).Run(t[4..7], 138, 20, 48, 74).Run(t[7..], 320, 20, 48, 74);
                break;
            case "TJ" when t.Length == 8:
                to.Run(t[..4], 22, 20, 48, 74).Run(t[4..6], 246, 20, 48, 74).Line(372).Run(t[6..], 384, 22, 34, 64).Flag(464, 22, 44, 28, "TJ").Small("TJ", 470, 64, 26);
                break;
            case "TM" when t.Length == 8:
                to.Flag(12, 22, 42, 30, "TM").Small("TM", 16, 64, 26).Line(62).Run(t[..2], 74, 20, 46, 74).Run(t[2..6], 184, 20, 46, 74).Run(t[6..], 404, 20, 44, 74);
                break;
            case "BY" when t.Length == 7:
                to.Flag(12, 20, 44, 28, "BY").Small("BY", 16, 62, 36).Run(t[..4], 74, 18, 50, 76).Run(t[4..6], 304, 18, 50, 76).Run("-", 416, 18, 20, 76).Run(t[6..], 446, 18, 50, 76);
                break;
            case "TR" when t.Length == 8:
                to.Band(42).Run(t[..2], 58, 18, 46, 76).Run(t[2..5], 176, 18, 46, 76).Run(t[5..], 344, 18, 46, 76);
                break;
            case "UA" when t.Length == 8:
                to.Band(44).Run(t[..2], 62, 18, 48, 76).Run(t[2..6], 176, 18, 48, 76).Run(t[6..], 396, 18, 48, 76);
                break;
            case "EU" when t.Length == 7:
                to.Band(46).Run(t[..2], 62, 20, 48, 74).Run(t[2..5], 186, 20, 48, 74).Run(t[5..], 368, 20, 48, 74);
                break;
            case "AM" when PlateSeries.Fits(t, Armenian):
                to.Flag(12, 20, 44, 28, "AM").Small("AM", 16, 62, 36).Series(t, Armenian, 68, 506, 20, 48, 74);
                break;
            case "AZ" when PlateSeries.Fits(t, Azerbaijani):
                to.Flag(12, 20, 44, 28, "AZ").Small("AZ", 16, 62, 36).Series(t, Azerbaijani, 68, 506, 20, 48, 74);
                break;
            case "GE" when PlateSeries.Fits(t, Georgian):
                to.Band(46).Flag(11, 20, 30, 20, "GE").Word("GE", 26, 68, 18, PlateSetting.White).Series(t, Georgian, 58, 506, 20, 48, 74);
                break;
            case "MN" when PlateSeries.Fits(t, Mongolian):
                // the emblem in red at the left, the country's letters between digits and letters
                to.Flag(20, 28, 26, 56, "MN").Series(t, Mongolian, 56, 506, 20, 48, 74).Word("MNG", 307, 49, 14, PlateSetting.Black);
                break;
            default:
                to.Run(t, 20, 22, Math.Min(48, (480.0 / t.Length) - 10), 70);
                break;
        }
        return to;
    }

    private static void TwoRows(PlateSetting to, PlateText plate)
    {
        var t = plate.Text;
        if (plate.Country == "KZ" && t.Length == 8)
        {
            to.Flag(16, 22, 44, 30, "KZ").Small("KZ", 18, 66, 30).Run(t[..3], 84, 18, 46, 76).Run(t[3..6], 20, 108, 46, 76).Run(t[6..], 206, 112, 30, 68);
            return;
        }
        if (plate.Country == "KZ" && PlateSeries.Fits(t, Kazakh1993))
        {
            to.Run(t[..4], 48, 18, 46, 76).Flag(20, 114, 44, 30, "KZ").Small("KZ", 24, 156, 34).Run(t[4..], 96, 108, 46, 76);
            return;
        }
        var first = plate.Country switch
        {
            "GE" when PlateSeries.Fits(t, Georgian) => 2,
            "UZ" when PlateSeries.Fits(t, UzbekRidden) => 5,
            "KG" when t.Length == 10 => 4,
            _ => (t.Length + 1) / 2,
        };
        var wide = Math.Min(46, (250.0 / Math.Max(first, t.Length - first)) - 8);
        to.Run(t[..first], 20, 18, wide, 76).Run(t[first..], 20, 108, wide, 76);
    }
}
