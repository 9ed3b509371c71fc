namespace Qyran.Simulator;

/// <summary>A number plate as a reader should give it: capital letters and digits without gaps, Latin look-alikes for Cyrillic letters.</summary>
/// <param name="TwoRows">The short, high form, on the rear: in front there is room for one row only. American motorcycles' small plates, though of one row, count as such.</param>
internal sealed record PlateText(string Country, string Text, bool TwoRows)
{
    /// <summary>As it is set on one of the vehicle's holders.</summary>
    /// <param name="facing">+1 ahead, −1 behind.</param>
    public PlateText On(int facing) => facing > 0 && TwoRows ? this with { TwoRows = false } : this;
}
