namespace Qyran.Simulator;

/// <summary>
/// Brazilian plates: the grey one with a strip that names the town (Contran resolution 231/2007) and the Mercosur one with the blue band (780/2019); 400 by 130 mm, on motorcycles
/// 200 by 170 with signs of 53 mm in two rows. Simplified.
/// </summary>
internal static class BrazilianPlates
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Old = "AAA-9999", Mercosur = "AAA9A99";
    private static readonly (int R, int G, int B) Grey = (172, 176, 178);
    private static readonly string[] Towns = ["BA-SALVADOR", "MG-BELO HORIZONTE", "PE-RECIFE", "PR-CURITIBA", "RJ-RIO DE JANEIRO", "RS-PORTO ALEGRE", "SC-JOINVILLE", "SP-SAO PAULO"];

    public static string Random(Dice dice)
    {
        var series = dice.Unit() < 0.5 ? Old : Mercosur;
        return string.Concat(series.Where(c => c != '-').Select(c => c == 'A' ? Letters[dice.Whole(Letters.Length)] : (char)('0' + dice.Whole(10))));
    }

    /// <summary>A text of another form is set on a grey plate.</summary>
    public static PlateSetting Set(PlateText plate)
    {
        var to = new PlateSetting();
        var (width, _) = PlateLayouts.Size(plate);
        var mercosur = PlateSeries.Fits(plate.Text, Mercosur);
        var series = mercosur ? Mercosur : PlateSeries.Fits(plate.Text, Old) ? Old : PlateSeries.Plain(plate.Text);
        if (mercosur)
            to.TopBand(30).Flag(14, 11, 21, 14, "MERCOSUR").Word("BRASIL", width / 2, 11, 14, PlateSetting.White).Flag(width - 35, 11, 21, 14, "BR");
        else
            to.Colours(PlateSetting.Black, Grey, Grey, framed: true).Word(Towns[Dice.For(0, plate.Text).Whole(Towns.Length)], width / 2, 13, plate.TwoRows ? 12 : 16, PlateSetting.Black);
        if (plate.TwoRows)
        {
            var first = Math.Min(3, plate.Text.Length);
            to.Series(plate.Text[..first], PlateSeries.Plain(plate.Text[..first]), 20, width - 20, mercosur ? 40 : 36, 44, 53);
            return to.Series(plate.Text[first..], PlateSeries.Plain(plate.Text[first..]), 20, width - 20, mercosur ? 103 : 100, 44, 53);
        }
        return mercosur ? to.Small("BR", 13, 100, 24).Series(plate.Text, series, 42, width - 18, 44, 48, 65) : to.Series(plate.Text, series, 16, width - 16, 48, 46, 63);
    }
}
