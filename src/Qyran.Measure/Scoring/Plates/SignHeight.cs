namespace Qyran.Measure.Scoring.Plates;

/// <summary>How high the large signs of a plate are, told from its outline: what a reader's sight is measured by.</summary>
public static class SignHeight
{
    // the large signs' share of a plate's height: 74 to 76 of 112 mm in one row, of 200 mm in two; a plate of two rows is less than half as wide for its height
    private const double OneRow = 0.66, TwoRows = 0.38, WideAsOne = 2.2;

    /// <param name="width">Of the plate, px; as is the height.</param>
    public static double Of(double width, double height) => height * (width > WideAsOne * height ? OneRow : TwoRows);
}
