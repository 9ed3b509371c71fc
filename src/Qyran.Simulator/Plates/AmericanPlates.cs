namespace Qyran.Simulator;

/// <summary>
/// Plates of the United States, 12 by 6 inches (SAE J686), on motorcycles 7 by 4: the state's name above, its slogan or nothing below, a ground of its own. A handful of
/// states with their passenger series, as their motor vehicle offices show them; simplified, without pictures, seals and stickers.
/// </summary>
internal static class AmericanPlates
{
    // most series leave out what is taken for a digit
    private const string Letters = "ABCDEFGHJKLMNPRSTUVWXYZ";
    private static readonly (int R, int G, int B) Navy = (25, 35, 95), Red = (165, 25, 40), Green = (10, 75, 45);

    private static readonly State[] States =
    [
        new("CALIFORNIA", "9AAA999", "", Navy, PlateSetting.White, PlateSetting.White),
        new("FLORIDA", "AAA A99", "SUNSHINE STATE", Green, PlateSetting.White, (226, 236, 214)),
        new("GEORGIA", "AAA9999", "", PlateSetting.Black, (240, 226, 200), PlateSetting.White),
        new("KANSAS", "999 AAA", "", Navy, (196, 214, 232), (214, 226, 238)),
        new("MASSACHUSETTS", "999 AAA", "THE SPIRIT OF AMERICA", Red, PlateSetting.White, PlateSetting.White),
        new("NEW YORK", "AAA 9999", "EXCELSIOR", Navy, PlateSetting.White, (206, 216, 228)),
        new("OHIO", "AAA 9999", "BIRTHPLACE OF AVIATION", Navy, (200, 216, 234), PlateSetting.White),
        new("TEXAS", "AAA 9999", "THE LONE STAR STATE", PlateSetting.Black, PlateSetting.White, PlateSetting.White),
        new("WASHINGTON", "AAA9999", "EVERGREEN STATE", Navy, (186, 206, 230), PlateSetting.White),
    ];

    public static string Random(Dice dice)
    {
        var series = States[dice.Whole(States.Length)].Series;
        // no series begins with a nought
        return string.Concat(series.Where(c => c != ' ').Select((c, i) => c == 'A' ? Letters[dice.Whole(Letters.Length)] : (char)(i == 0 ? '1' + dice.Whole(9) : '0' + dice.Whole(10))));
    }

    /// <summary>Set as one of the states whose series the text may be, always the same one; a text of one's own choice as any of them.</summary>
    public static PlateSetting Set(PlateText plate)
    {
        var (width, height) = PlateLayouts.Size(plate);
        var fitting = States.Where(s => PlateSeries.Fits(plate.Text, s.Series)).ToArray();
        var of = fitting.Length > 0 ? fitting : States;
        var state = of[Dice.For(0, plate.Text).Whole(of.Length)];
        var to = new PlateSetting().Colours(state.Ink, state.Upper, state.Lower, framed: false);
        to.Series(plate.Text, fitting.Length > 0 ? state.Series : PlateSeries.Plain(plate.Text), 10, width - 10, height * 0.31, height * 0.235, height * 0.45);
        to.Word(state.Name, width / 2, height * 0.09, height * 0.115, state.Ink);
        // too small for it on motorcycles
        if (!plate.TwoRows) to.Word(state.Slogan, width / 2, height * 0.84, height * 0.08, state.Ink);
        return to;
    }

    /// <param name="Slogan">Below the number; empty = nothing.</param>
    private sealed record State(string Name, string Series, string Slogan, (int R, int G, int B) Ink, (int R, int G, int B) Upper, (int R, int G, int B) Lower);
}
