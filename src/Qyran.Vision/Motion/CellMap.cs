using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
    private const int Glaring = 200, EvenCell = 80, SoftEdge = 80, DayCeiling = 84;
    private readonly byte[] _state = new byte[scene.Columns * scene.Rows];
    private readonly byte[] _before = new byte[scene.Columns * scene.Rows];
    private readonly byte[] _between = new byte[scene.Columns * scene.Rows];
    private readonly byte[] _run = new byte[scene.Columns];
    private readonly byte[] _flicker = new byte[scene.Columns * scene.Rows];
    private readonly ushort[] _bits = new ushort[scene.Columns * scene.Rows];
    private double _decay;

    /// <summary>State per cell.</summary>
    public ReadOnlySpan<byte> State => _state;

    /// <summary>Changed pixels per cell, one bit each; meaningful where the state is not <see cref="Nothing"/>.</summary>
    public ReadOnlySpan<ushort> Bits => _bits;

    /// <summary>Judges all cells the background found changed. Returns how many are things.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Judge(in FrameView frame, bool night, double passed)
    {
        _state.CopyTo(_before.AsSpan());
        _state.AsSpan().Clear();
        var shadowFloor = (int)(settings.ShadowFloor * 64);
        var spillCeiling = night ? 256 : DayCeiling;
        var things = 0;
        for (var row = 0; row < scene.Rows; row++)
        {
            var counts = scene.Counts.AsSpan(row * scene.Columns, scene.Columns);
            for (var column = 0; column < counts.Length; column++)
            {
                if (counts[column] < Least)
                {
                    var gap = counts[column..].IndexOfAnyInRange(Least, 16u);
                    if (gap < 0) break;
                    column += gap;
                }
                var cell = (row * scene.Columns) + column;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Calm(double passed)
    {
        _decay += passed * 25;
        if (_decay < 1) return;
        var step = (byte)Math.Min(_decay, 255);
        _decay -= step;
        var (i, steps) = (0, Vector256.Create(step));
        for (; i + Vector256<byte>.Count <= _flicker.Length; i += Vector256<byte>.Count)
            Vector256.SubtractSaturate(Vector256.Create(_flicker, i), steps).CopyTo(_flicker, i);
        for (; i < _flicker.Length; i++)
            _flicker[i] = (byte)(Math.Max(_flicker[i], step) - step);
    }

    // a flat roof looks like a shadow; it lies between things both ways in one run of changed cells, a shadow beside a car does not.
    // What runs out of the picture goes on there, so the rim counts as a thing
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillBetween()
    {
        var (columns, rows) = (scene.Columns, scene.Rows);
        var down = _run.AsSpan(0, columns);
        down.Fill(1);
        for (var row = 0; row < rows; row++)
        {
            byte right = 1;
            var at = row * columns;
            for (var x = 0; x < columns; x++)
            {
                var state = _state[at + x];
                if (state == Nothing) right = down[x] = 0;
                else if (state == Thing) right = down[x] = 1;
                _between[at + x] = (byte)(right & down[x]);
            }
        }
        down.Fill(1);
        for (var row = rows - 1; row >= 0; row--)
        {
            byte left = 1;
            var at = row * columns;
            for (var x = columns - 1; x >= 0; x--)
            {
                ref var state = ref _state[at + x];
                if (state == Nothing) left = down[x] = 0;
                else if (state == Thing) left = down[x] = 1;
                else if ((left & down[x] & _between[at + x]) != 0) state = Thing;
            }
        }
    }
}
