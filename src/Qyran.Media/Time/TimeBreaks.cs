using System.Globalization;

namespace Qyran.Media;

/// <summary>Counts the places where stamps do not go on as a clock does. Not safe from two threads.</summary>
internal sealed class TimeBreaks
{
    private long _back, _same, _rewritten, _jumps, _cleanUs, _lastUs;

    /// <summary>After a break the stamps must flow for this long before they are believed again: longer than a vehicle is followed over a measuring zone.</summary>
    public const long HoldUs = 60_000_000;

    public bool Any => _back + _same + _rewritten + _jumps > 0;

    /// <summary>True at a break and for <see cref="HoldUs"/> of clean stamps after it.</summary>
    public bool Recent => Any && _cleanUs < HoldUs;

    public void Back(long atUs) => Note(ref _back, atUs);

    public void Same(long atUs) => Note(ref _same, atUs);

    public void Rewritten(long atUs) => Note(ref _rewritten, atUs);

    public void Jump(long atUs) => Note(ref _jumps, atUs);

    public void Clean(long stepUs) => _cleanUs = Math.Min(HoldUs, _cleanUs + stepUs);

    public string Why()
    {
        var what = new List<string>();
        Say(what, _back, "jumps back", "jump back");
        Say(what, _same, "repeats", "repeat");
        Say(what, _rewritten, "did not grow and was moved", "did not grow and were moved");
        Say(what, _jumps, "jumps far ahead", "jump far ahead");
        return string.Create(CultureInfo.InvariantCulture,
            $"broken time stamps: {string.Join(", ", what)} (last at {_lastUs / 1e6:0.0} s); no speed until {HoldUs / 1_000_000} s after a break");
    }

    private void Note(ref long count, long atUs)
    {
        count++;
        (_cleanUs, _lastUs) = (0, atUs);
    }

    private static void Say(List<string> what, long count, string one, string many)
    {
        if (count > 0)
            what.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}"));
    }
}
