namespace Qyran.Line.Looking;

/// <summary>
/// Whether this frame is to be looked at: frames come when they come, so the one nearest to the wanted time is taken. Steady at any frame
/// rate, also a changing one. Belongs to one line.
/// </summary>
public sealed class LookClock
{
    private double? _before, _looked;
    private double _frame;

    /// <summary>Takes in a frame; true when the time since the last look is nearer to the wanted one now than it will be at the next frame.</summary>
    /// <param name="seconds">The frame's time.</param>
    /// <param name="need">Wanted time from look to look, s.</param>
    public bool IsDue(double seconds, double need)
    {
        var step = _before is { } before ? seconds - before : 0;
        _before = seconds;
        // a dropped frame or a jump is no frame time; a change of rate is followed within some ten frames
        if (step is > 0 and < 0.5) _frame = _frame == 0 ? step : _frame + ((step - _frame) / 8);
        if (_looked is { } looked && seconds >= looked && seconds - looked < need - (_frame / 2)) return false;
        _looked = seconds;
        return true;
    }
}
