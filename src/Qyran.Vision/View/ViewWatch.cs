using Qyran.Domain.Frames;

namespace Qyran.Vision.View;

/// <summary>
/// Tells by how much the camera's view has moved since its reference, the source's first seconds. Nothing is allocated after the first frame;
/// a frame that is not checked costs a comparison. Belongs to one line. How: docs/design/view.md.
/// </summary>
/// <param name="wantedLimitPx">What the scene's calibration bears, raw pixels; null without one. Held between the settings' least and most limit.</param>
public sealed class ViewWatch(ViewWatchSettings settings, double? wantedLimitPx)
{
    private const double DecideSeconds = 5; // so long a loss is looked at; after a longer gap without pictures it counts from the first one
    private readonly PatchSearch _search = new(Math.Max(settings.Reach, settings.WideReach));
    private readonly CornerPick _corners = new();
    private readonly ViewLog _log = new(settings);
    private readonly int _cells = settings.Columns * settings.Rows;
    private readonly Patch[] _patches = new Patch[settings.Columns * settings.Rows];
    private readonly float[] _templates = new float[settings.Columns * settings.Rows * PatchSearch.Area];
    private readonly PatchShift[] _found = new PatchShift[settings.Columns * settings.Rows];
    private readonly int[] _foundAt = new int[settings.Columns * settings.Rows];
    private readonly bool[] _agrees = new bool[settings.Columns * settings.Rows];
    private int _width, _height, _turn;
    private long _startUs, _checkedUs, _foundSinceUs;
    private long? _knownUs, _wideUs, _goneUs;
    private bool _lost, _sure;
    private double _strength; // share of the patches that agreed when the view was last found
    private ViewFit _fit;

    private struct Patch
    {
        public bool Used;
        /// <summary>Its middle in the reference, from the picture's middle.</summary>
        public double X, Y;
        /// <summary>When it last agreed, or was taken.</summary>
        public long AgreedUs;
        public int Agreed;
    }

    /// <summary>Takes in a frame; true when it was checked.</summary>
    public bool Step(in FrameView frame)
    {
        var us = frame.Time.MediaUs;
        if (frame.Width != _width || frame.Height != _height)
        {
            (_width, _height) = (frame.Width, frame.Height);
            _log.LimitPx = Math.Clamp(wantedLimitPx ?? double.MaxValue, settings.LeastLimit * Scale(frame), settings.MostLimit * Scale(frame));
            Begin(frame);
            return true;
        }
        var due = us - _startUs < settings.StartSeconds * 1e6 ? settings.StartCheckSeconds : settings.CheckSeconds;
        // a clock that jumps back is due as well
        if (us >= _checkedUs && us - _checkedUs < due * 1e6) return false;
        if (_knownUs is null && us - _startUs > 10_000_000) Begin(frame);
        else Check(frame);
        _checkedUs = us;
        return true;
    }

    /// <summary>How the view stood between two media times, µs; the checks about both ends count.</summary>
    public ViewStay Over(long fromUs, long untilUs) => _log.Over(fromUs, untilUs);

    /// <summary>The last check.</summary>
    public ViewCheck Last { get; private set; }

    /// <summary>The whole run so far.</summary>
    public ViewRun Run() => _log.Run();

    private static double Scale(in FrameView frame) => Math.Max(frame.ScaleX, frame.ScaleY);

    /// <summary>This frame is the reference.</summary>
    private void Begin(in FrameView frame)
    {
        _foundSinceUs = frame.Time.MediaUs;
        (_startUs, _checkedUs, _fit, _knownUs, _goneUs, _lost) = (frame.Time.MediaUs, frame.Time.MediaUs, default, null, null, false);
        for (var cell = 0; cell < _cells; cell++) Place(frame, cell);
    }

    private void Check(in FrameView frame)
    {
        var us = frame.Time.MediaUs;
        var seen = Look(frame, settings.Reach, settings.Tolerance, settings.LeastShare, out var check);
        // at once when it has just been lost; a camera that is never at rest is not worth more than one a second
        if (!seen && _knownUs is not null && !(us - _wideUs < (_goneUs is null ? 1 : settings.WideSeconds) * 1e6))
        {
            _wideUs = us;
            var before = (_fit, _strength);
            // found roughly first: the wide search is good to a pixel, the near one from there to a twentieth
            seen = Look(frame, settings.WideReach, 2 * settings.Tolerance, settings.LeastWideShare, out _)
                && Look(frame, settings.Reach, settings.Tolerance, settings.LeastShare, out check);
            if (!seen) (_fit, _strength) = before;
        }
        if (seen)
        {
            if (_goneUs is not null) _foundSinceUs = us;
            (_knownUs, _goneUs, _lost) = (us, null, false);
            Renew(frame);
        }
        else
        {
            Gone(frame);
            check = new ViewCheck(us, _lost ? ViewState.Lost : ViewState.Unknown, 0, 0, 0, 0, 0);
        }
        _log.Add(Last = check);
    }

    private bool Look(in FrameView frame, int reach, double tolerance, double share, out ViewCheck check)
    {
        int n = 0, used = 0;
        var all = Extent.None;
        for (var i = 0; i < _cells; i++)
        {
            ref readonly var patch = ref _patches[i];
            if (!patch.Used) continue;
            used++;
            all = all.With(patch.X, patch.Y);
            var (dx, dy) = _fit.At(patch.X, patch.Y);
            int left = (int)Math.Round(patch.X + dx + (_width / 2.0)) - (PatchSearch.Size / 2), top = (int)Math.Round(patch.Y + dy + (_height / 2.0)) - (PatchSearch.Size / 2);
            if (_search.Find(frame.Y, _width, _height, Template(i), left, top, reach) is not { } place || place.Likeness < settings.LeastLikeness) continue;
            _foundAt[n] = i;
            _found[n++] = new PatchShift(patch.X, patch.Y, place.Left + (PatchSearch.Size / 2) - (_width / 2.0) - patch.X, place.Top + (PatchSearch.Size / 2) - (_height / 2.0) - patch.Y);
        }
        var agree = ViewConsensus.Find(_found.AsSpan(0, n), tolerance, _width / 4.0, _fit, _agrees.AsSpan(0, n), out var fit, out var scatter);
        var part = Extent.None;
        for (var i = 0; i < n; i++)
            if (_agrees[i]) part = part.With(_found[i].X, _found[i].Y);
        check = default;
        if (agree < settings.LeastPatches || agree < share * n
            || part.Width < settings.LeastSpread * all.Width || part.Height < settings.LeastSpread * all.Height
            || all.Width < _width / 2.0 || all.Height < _height / 4.0) return false;
        (_fit, _strength) = (fit, (double)agree / used);
        var us = frame.Time.MediaUs;
        for (var i = 0; i < n; i++)
            if (_agrees[i])
            {
                _patches[_foundAt[i]].AgreedUs = us;
                _patches[_foundAt[i]].Agreed++;
            }
        var (x, y) = fit.At(part.MiddleX, part.MiddleY);
        // with turn and zoom every corner of an upright box moves equally far against its middle
        var turned = double.Hypot(part.Width, part.Height) / 2 * double.Hypot(fit.Turn, fit.Zoom);
        var scale = Scale(frame);
        check = new ViewCheck(us, ViewState.Held, x * frame.ScaleX, y * frame.ScaleY, turned * scale, scatter / Math.Sqrt(agree) * scale, agree);
        return true;
    }

    /// <summary>Patches that agree no more give way to others, a few at a time; one empty cell is tried as well.</summary>
    private void Renew(in FrameView frame)
    {
        var us = frame.Time.MediaUs;
        for (var (i, left) = (0, 6); i < _cells && left > 0; i++)
        {
            ref readonly var patch = ref _patches[i];
            // one that was never seen twice was no part of the view from the start
            var patience = patch.Agreed < 2 ? 1 : settings.PatienceSeconds;
            if (!patch.Used || us - patch.AgreedUs <= patience * 1e6) continue;
            Place(frame, i);
            left--;
        }
        _turn = (_turn + 1) % _cells;
        if (!_patches[_turn].Used) Place(frame, _turn);
    }

    /// <summary>Lost at once with the picture as rich as before is something else than a view that fades.</summary>
    private void Gone(in FrameView frame)
    {
        var us = frame.Time.MediaUs;
        if (_knownUs is null || _lost) return;
        // what nobody watched is no time that it was gone for: a camera knocked just before its connection broke
        if (_goneUs is null || us < _checkedUs || us - _checkedUs > DecideSeconds * 1e6)
        {
            _goneUs = us;
            _sure = _knownUs - _foundSinceUs >= settings.SureSeconds * 1e6 && _strength >= settings.SureShare;
        }
        if (!_sure) return;
        var gone = (us - _goneUs.Value) / 1e6;
        if (gone < settings.LostSeconds || gone > settings.LostSeconds + DecideSeconds) return;
        int rich = 0, used = 0;
        for (var cell = 0; cell < _cells; cell++)
        {
            if (_patches[cell].Used) used++;
            if (_corners.TryBest(frame.Y, _width, Cell(cell), settings.LeastTexture, out _, out _)) rich++;
        }
        _lost = rich >= settings.RichShare * used;
    }

    /// <summary>Takes the cell's best patch from this frame, told back into the reference by where the view is now.</summary>
    private void Place(in FrameView frame, int cell)
    {
        _patches[cell] = default;
        if (!_corners.TryBest(frame.Y, _width, Cell(cell), settings.LeastTexture, out var left, out var top)) return;
        if (!PatchSearch.Take(frame.Y, _width, left, top, Template(cell))) return;
        double hereX = left + (PatchSearch.Size / 2) - (_width / 2.0), hereY = top + (PatchSearch.Size / 2) - (_height / 2.0);
        var (x, y) = (hereX, hereY);
        for (var round = 0; round < 4; round++)
        {
            var (dx, dy) = _fit.At(x, y);
            (x, y) = (hereX - dx, hereY - dy);
        }
        _patches[cell] = new Patch { Used = true, X = x, Y = y, AgreedUs = frame.Time.MediaUs };
    }

    private Span<float> Template(int cell) => _templates.AsSpan(cell * PatchSearch.Area, PatchSearch.Area);

    /// <summary>The cell's box; off the picture's border by the near search's reach.</summary>
    private (int Left, int Top, int Right, int Bottom) Cell(int cell)
    {
        int column = cell % settings.Columns, row = cell / settings.Columns, rim = settings.Reach + 1;
        return (Math.Max(rim, column * _width / settings.Columns), Math.Max(rim, row * _height / settings.Rows),
            Math.Min(_width - rim, (column + 1) * _width / settings.Columns), Math.Min(_height - rim, (row + 1) * _height / settings.Rows));
    }

    /// <summary>What points cover.</summary>
    private readonly record struct Extent(double Left, double Top, double Right, double Bottom)
    {
        public static Extent None { get; } = new(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        public double Width => Math.Max(0, Right - Left);
        public double Height => Math.Max(0, Bottom - Top);
        public double MiddleX => (Left + Right) / 2;
        public double MiddleY => (Top + Bottom) / 2;
        public Extent With(double x, double y) => new(Math.Min(Left, x), Math.Min(Top, y), Math.Max(Right, x), Math.Max(Bottom, y));
    }
}
