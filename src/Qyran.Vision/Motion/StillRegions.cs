using Qyran.Domain.Frames;

namespace Qyran.Vision.Motion;

/// <summary>
/// Tells a vehicle that stands from the trace of one that left: where changed cells have not moved for a while, a standing thing has
/// its outline in the picture, a trace has it in the background. Traces are taken into the background at once, standing things are kept.
/// </summary>
internal sealed class StillRegions(Background scene, MotionSettings settings)
{
    // sum over 16 pixels that noise of a compressed picture stays below
    private const int SameCell = 96;
    private const double AskEverySeconds = 0.3;
    // an outline in neither or both: a trace smeared while the background was still learning
    private const double UndecidedSeconds = 12;
    private readonly byte[] _memory = new byte[scene.Columns * scene.Rows * 16];
    private readonly float[] _still = new float[scene.Columns * scene.Rows];
    private readonly byte[] _marks = new byte[scene.Columns * scene.Rows];
    private readonly Regions _regions = new(scene.Columns, scene.Rows, 64);
    private double _askIn;

    /// <summary>Counts how long each changed cell has shown the same; sometimes asks which regions are traces and absorbs them.</summary>
    public void Step(in FrameView frame, CellMap map, double passed)
    {
        var any = false;
        var state = map.State;
        for (var cell = 0; cell < state.Length; cell++)
        {
            if (state[cell] == CellMap.Nothing)
            {
                _still[cell] = 0;
                continue;
            }
            var memory = _memory.AsSpan(cell * 16, 16);
            var at = (cell / scene.Columns * Background.Cell * scene.Width) + (cell % scene.Columns * Background.Cell);
            if (_still[cell] > 0 && CellKernel.Distance(frame.Y, at, scene.Width, memory) <= SameCell)
                _still[cell] += (float)passed;
            else
            {
                CellKernel.Remember(frame.Y, at, scene.Width, memory);
                _still[cell] = 1e-6f;
            }
            any |= _still[cell] >= settings.GhostSeconds;
        }
        _askIn -= passed;
        if (!any || _askIn > 0) return;
        _askIn = AskEverySeconds;
        Ask(frame, map);
    }

    private void Ask(in FrameView frame, CellMap map)
    {
        for (var i = 0; i < _marks.Length; i++) _marks[i] = _still[i] >= settings.GhostSeconds ? (byte)1 : (byte)0;
        var found = _regions.Group(_marks, 1);
        for (var i = 0; i < found.Length; i++)
        {
            var region = found[i];
            var (seen, known, longest, things) = Outline(frame, map, region, i + 1);
            var trace = known * 4 > seen * 5;
            var standing = seen * 4 > known * 5 && things * 5 >= region.Cells;
            if (trace || (!standing && longest > UndecidedSeconds) || longest > settings.KeepStillSeconds)
                AbsorbAll(frame, map, region, i + 1);
        }
    }

    // strongest step across each piece of the outline, in the picture and in the background
    private (int Seen, int Known, double Longest, int Things) Outline(in FrameView frame, CellMap map, Region region, int label)
    {
        var labels = _regions.Labels;
        var (seen, known, things) = (0, 0, 0);
        var longest = 0.0;
        for (var row = region.Top; row < region.Bottom; row++)
        {
            for (var column = region.Left; column < region.Right; column++)
            {
                var cell = (row * scene.Columns) + column;
                if (labels[cell] != label) continue;
                longest = Math.Max(longest, _still[cell]);
                if (map.State[cell] == CellMap.Thing) things++;
                var corner = (row * Background.Cell * scene.Width) + (column * Background.Cell);
                if (column > 0 && labels[cell - 1] != label) Across(frame, corner, 1, scene.Width, ref seen, ref known);
                if (column + 1 < scene.Columns && labels[cell + 1] != label) Across(frame, corner + Background.Cell, 1, scene.Width, ref seen, ref known);
                if (row > 0 && labels[cell - scene.Columns] != label) Across(frame, corner, scene.Width, 1, ref seen, ref known);
                if (row + 1 < scene.Rows && labels[cell + scene.Columns] != label)
                    Across(frame, corner + (Background.Cell * scene.Width), scene.Width, 1, ref seen, ref known);
            }
        }
        return (seen, known, longest, things);
    }

    private void Across(in FrameView frame, int at, int across, int along, ref int seen, ref int known)
    {
        var luma = scene.Luma;
        for (var i = 0; i < Background.Cell; i++)
        {
            var (mostSeen, mostKnown) = (0, 0);
            for (var k = -Background.Cell; k < Background.Cell - 1; k++)
            {
                var p = at + (i * along) + (k * across);
                mostSeen = Math.Max(mostSeen, Math.Abs(frame.Y[p] - frame.Y[p + across]));
                mostKnown = Math.Max(mostKnown, Math.Abs(luma[p] - luma[p + across]));
            }
            seen += mostSeen;
            known += mostKnown;
        }
    }

    private void AbsorbAll(in FrameView frame, CellMap map, Region region, int label)
    {
        var labels = _regions.Labels;
        for (var row = Math.Max(0, region.Top - 1); row < Math.Min(scene.Rows, region.Bottom + 1); row++)
        {
            for (var column = Math.Max(0, region.Left - 1); column < Math.Min(scene.Columns, region.Right + 1); column++)
            {
                var cell = (row * scene.Columns) + column;
                // the ring around goes along where it is quiet: its few changed pixels belong to the same trace
                var ring = labels[cell] != label && map.State[cell] == CellMap.Nothing && Touches(labels, row, column, label);
                if (labels[cell] != label && !ring) continue;
                scene.Absorb(frame, column, row, (byte)(settings.ToleranceFloor + 6));
                map.Forget(cell);
                _still[cell] = 0;
            }
        }
    }

    private bool Touches(ReadOnlySpan<int> labels, int row, int column, int label)
    {
        for (var y = Math.Max(0, row - 1); y <= Math.Min(scene.Rows - 1, row + 1); y++)
            for (var x = Math.Max(0, column - 1); x <= Math.Min(scene.Columns - 1, column + 1); x++)
                if (labels[(y * scene.Columns) + x] == label) return true;
        return false;
    }
}
