using Qyran.Domain.Frames;

namespace Qyran.Vision.Motion;

/// <summary>Judges every changed cell of a frame: nothing, a change of light (shadow, spill of a lamp) or a thing.</summary>
internal sealed class CellMap(Background scene, MotionSettings settings)
{
    public const byte Nothing = 0;
    public const byte Light = 1;
    public const byte Thing = 2;

    /// <summary>A cell with fewer changed pixels is noise.</summary>
    public const uint Least = 3;

    private const byte Restless = 120;
    private const int Apart = -2, Glaring = 200, EvenCell = 80, SoftEdge = 80, DayCeiling = 84;
    private readonly byte[] _state = new byte[scene.Columns * scene.Rows];
    private readonly byte[] _before = new byte[scene.Columns * scene.Rows];
    private readonly byte[] _between = new byte[scene.Columns * scene.Rows];
    private readonly byte[] _flicker = new byte[scene.Columns * scene.Rows];
    private readonly ushort[] _bits = new ushort[scene.Columns * scene.Rows];
    private double _decay;

    /// <summary>State per cell.</summary>
    public ReadOnlySpan<byte> State => _state;

    /// <summary>Changed pixels per cell, one bit each; meaningful where the state is not <see cref="Nothing"/>.</summary>
    public ReadOnlySpan<ushort> Bits => _bits;

    /// <summary>Judges all cells the background found changed. Returns how many are things.</summary>
    public int Judge(in FrameView frame, bool night, double passed)
    {
        _state.CopyTo(_before.AsSpan());
        _state.AsSpan().Clear();
        var shadowFloor = (int)(settings.ShadowFloor * 64);
        var spillCeiling = night ? 256 : DayCeiling;
        var things = 0;
        for (var row = 0; row < scene.Rows; row++)
        {
            for (var column = 0; column < scene.Columns; column++)
            {
                var cell = (row * scene.Columns) + column;
                if (scene.Counts[cell] < Least) continue;
                var inner = row > 0 && column > 0 && row + 1 < scene.Rows && column + 1 < scene.Columns;
                var at = (row * Background.Cell * scene.Width) + (column * Background.Cell);
                var look = CellKernel.Look(frame.Y, scene.Luma, scene.Tolerance, at, scene.Width, inner);
                if (look.Count < Least) continue;
                _bits[cell] = look.Changed;
                var ratio = (look.Now << 6) / Math.Max(1, look.Before);
                var explained = look.Residual <= (look.Tolerance / 3) + (3 * look.Count / 2);
                var glaring = look.Now > Glaring * look.Count;
                var lightOnly = explained && ratio >= shadowFloor && ratio <= spillCeiling && !(night && glaring)
                    && scene.ColourChange(frame, cell, column, row, look.Now, look.Before) <= (ratio > 64 ? 12 : 8)
                    && (ratio <= DayCeiling || IsSoft(frame, at, inner));
                // headlights on the road add light evenly and fade out; a bright panel is even too, but lies between sharp edges, see FillBetween
                var spill = !lightOnly && ratio > 64 && !glaring && CellKernel.Unevenness(frame.Y, scene.Luma, at, scene.Width) <= EvenCell
                    && IsSoft(frame, at, inner) && scene.ColourChange(frame, cell, column, row, look.Now, look.Before) <= 24;
                if (_before[cell] == Nothing && _flicker[cell] < 247) _flicker[cell] += 8;
                var restless = _flicker[cell] > Restless;
                _state[cell] = lightOnly || spill || restless ? Light : Thing;
                if (_state[cell] == Thing) things++;
            }
        }
        Calm(passed);
        if (things > 0) FillBetween();
        return things;
    }

    private bool IsSoft(in FrameView frame, int at, bool inner) => !inner || CellKernel.Jump(frame.Y, scene.Luma, at, scene.Width) <= SoftEdge;

    /// <summary>Forgets a cell that became scenery.</summary>
    public void Forget(int cell) => _state[cell] = Nothing;

    public bool IsRestless(int cell) => _flicker[cell] > Restless;

    // flicker counts calm down by 25 a second: a cell that wakes more than some three times a second for seconds is leaves or water
    private void Calm(double passed)
    {
        _decay += passed * 25;
        if (_decay < 1) return;
        var step = (byte)Math.Min(_decay, 255);
        _decay -= step;
        for (var i = 0; i < _flicker.Length; i++)
            _flicker[i] = (byte)(Math.Max(_flicker[i], step) - step);
    }

    // a flat roof looks like a shadow; it lies between things both ways in one run of changed cells, a shadow beside a car does not.
    // What runs out of the picture goes on there, so the rim counts as a thing
    private void FillBetween()
    {
        var (columns, rows) = (scene.Columns, scene.Rows);
        _between.AsSpan().Clear();
        for (var row = 0; row < rows; row++)
        {
            var line = _state.AsSpan(row * columns, columns);
            if (line.IndexOf(Thing) < 0) continue;
            var last = -1;
            for (var x = 0; x <= columns; x++)
            {
                var state = x == columns ? Thing : line[x];
                if (state == Nothing) last = Apart;
                else if (state == Thing)
                {
                    if (last > Apart)
                        for (var k = last + 1; k < x; k++) _between[(row * columns) + k] |= 1;
                    last = x;
                }
            }
        }
        for (var x = 0; x < columns; x++)
        {
            var last = -1;
            for (var row = 0; row <= rows; row++)
            {
                var state = row == rows ? Thing : _state[(row * columns) + x];
                if (state == Nothing) last = Apart;
                else if (state == Thing)
                {
                    if (last > Apart)
                        for (var k = last + 1; k < row; k++) _between[(k * columns) + x] |= 2;
                    last = row;
                }
            }
        }
        for (var i = 0; i < _state.Length; i++)
            if (_between[i] == 3 && _state[i] == Light) _state[i] = Thing;
    }
}
