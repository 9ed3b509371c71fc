using System.Globalization;

namespace Qyran.Media;

/// <summary>
/// Remembers the places where stamps do not go on as a clock does. One spoils what is measured across it; several within a minute spoil everything.
/// Times are media times, µs. Not safe from two threads.
/// </summary>
internal sealed class TimeBreaks
{
    private const int ManyAre = 3;
    private const long WithinUs = 60_000_000;
    private readonly long[] _latest = new long[ManyAre];
    private long _back, _same, _rewritten, _jumps;
    private bool _wasOften;

    public long Count => _back + _same + _rewritten + _jumps;

    /// <summary>Time of the last break; null when there was none.</summary>
    public long? LastUs => Count > 0 ? _latest[(Count - 1) % ManyAre] : null;

    /// <summary>The clock was set, or breaks came often: the whole source is not one time.</summary>
    public bool Severe => _back + _jumps > 0 || _wasOften;

    /// <summary>True while breaks keep coming.</summary>
    public bool Often(long nowUs) => Count >= ManyAre && nowUs - _latest[Count % ManyAre] < WithinUs;

    public void Back(long atUs) => Note(ref _back, atUs);

    public void Same(long atUs) => Note(ref _same, atUs);

    public void Rewritten(long atUs) => Note(ref _rewritten, atUs);

    public void Jump(long atUs) => Note(ref _jumps, atUs);

    /// <summary>What happened, like "2 repeat, 1 jumps back (last at 3.2 s)".</summary>
    public string What()
    {
        var what = new List<string>();
        Say(what, _back, "jumps back", "jump back");
        Say(what, _same, "repeats", "repeat");
        Say(what, _rewritten, "did not grow and was moved", "did not grow and were moved");
        Say(what, _jumps, "jumps far ahead", "jump far ahead");
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", what)} (last at {LastUs / 1e6:0.0} s)");
    }

    private void Note(ref long count, long atUs)
    {
        _latest[Count % ManyAre] = atUs;
        count++;
        _wasOften |= Often(atUs);
    }

    private static void Say(List<string> what, long count, string one, string many)
    {
        if (count > 0)
            what.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}"));
    }
}
