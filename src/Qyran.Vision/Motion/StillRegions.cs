using System.Runtime.CompilerServices;
using Qyran.Domain.Frames;

namespace Qyran.Vision.Motion;

/// <summary>
/// Tells a vehicle that stands from the trace of one that left: where changed cells have not moved for a while, a standing thing has
/// its outline in the picture, a trace has it in the background. Traces are taken into the background at once, standing things are kept.
/// </summary>
internal sealed class StillRegions(Background scene, MotionSettings settings)
{
    // sums over 16 pixels: noise of a compressed picture stays below the first; below the second the memory follows, as slow light does
    private const int SameCell = 112, MuchTheSame = 40;
    private const double AskEverySeconds = 0.3, StartingSeconds = 0.4;
    // an outline in neither or both, or one that something else touches all the time
    private const double UndecidedSeconds = 12;
    // a mean step across the outline that noise and soft light reach too, grey levels
    private const int NoOutline = 10;
    private readonly byte[] _memory = new byte[scene.Columns * scene.Rows * 16];
    // a lane shows its road now and then: where something else is always there, and never the same, the background is wrong
    private const double NeverSeenSeconds = 4;
    private readonly float[] _busy = new float[scene.Columns * scene.Rows];
    private readonly float[] _still = new float[scene.Columns * scene.Rows];
    private readonly byte[] _marks = new byte[scene.Columns * scene.Rows];
    private readonly Regions _regions = new(scene.Columns, scene.Rows, 64);
    private double _askIn;
    private float _busiest;

    /// <summary>
    /// Counts how long each changed cell has shown the same; sometimes asks which regions are traces and absorbs them. While the
    /// background is still being found (<paramref name="starting"/>) all that stays the same is scenery: it was there from the first
    /// frame, or came out from behind what drove away.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(in FrameView frame, CellMap map, double passed, bool starting)
    {
        var any = false;
        _busiest = 0;
        var patience = starting ? StartingSeconds : settings.GhostSeconds;
        for (var row = 0; row < scene.Rows; row++)
        {
            var (first, columns) = (row * scene.Columns, scene.Columns);
            var state = map.State.Slice(first, columns);
            if (state.IndexOfAnyExcept(CellMap.Nothing) < 0)
            {
                _still.AsSpan(first, columns).Clear();
                _busy.AsSpan(first, columns).Clear();
                continue;
            }
            for (var column = 0; column < columns; column++)
            {
                var cell = first + column;
                if (state[column] == CellMap.Nothing) _still[cell] = _busy[cell] = 0;
                else any |= Stay(frame, cell, (row * Background.Cell * scene.Width) + (column * Background.Cell), (float)passed) >= patience;
            }
        }
        _askIn -= passed;
        if (!any || _askIn > 0) return;
        _askIn = starting ? 0 : AskEverySeconds;
        Ask(frame, map, patience, starting);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Stay(in FrameView frame, int cell, int at, float passed)
    {
        ref var still = ref _still[cell];
        var busy = still > 0.5f ? 0 : _busy[cell] + passed;
        _busy[cell] = busy;
        _busiest = Math.Max(_busiest, busy);
        var memory = _memory.AsSpan(cell * 16, 16);
        var distance = CellKernel.Distance(frame.Y, at, scene.Width, memory);
        if (still > 0 && distance <= SameCell)
        {
            still += passed;
            if (distance > MuchTheSame) return still;
        }
        else still = 1e-6f;
        CellKernel.Remember(frame.Y, at, scene.Width, memory);
        return still;
    }

    /// <summary>Lets learning go on, whatever holds it, where the background has not been seen for long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ReleaseNeverSeen()
    {
        if (_busiest <= NeverSeenSeconds) return;
        for (var cell = 0; cell < _busy.Length; cell++)
            if (_busy[cell] > NeverSeenSeconds) scene.Release(cell % scene.Columns, cell / scene.Columns);
    }

    private void Ask(in FrameView frame, CellMap map, double patience, bool starting)
    {
        for (var i = 0; i < _marks.Length; i++) _marks[i] = _still[i] >= patience ? (byte)1 : (byte)0;
        var found = _regions.Group(_marks, 1);
        for (var i = 0; i < found.Length; i++)
            if (starting || IsTrace(Look(frame, map, found[i], i + 1), found[i]))
                AbsorbAll(frame, map, found[i], i + 1);
    }

    private bool IsTrace(in Outline outline, in Region region)
    {
        if (outline.Longest > settings.KeepStillSeconds) return true;
        // the inside of a large vehicle that passes looks still too; only an outline against the empty road can be judged
        if (outline.Free * 4 < outline.Pieces) return false;
        if (outline.Known * 4 > outline.Seen * 5 || outline.Seen < NoOutline * Background.Cell * outline.Free) return true;
        var standing = outline.Seen * 4 > outline.Known * 5 && outline.Things * 5 >= region.Cells;
        return !standing && outline.Longest > UndecidedSeconds;
    }

    /// <summary>What the border of a region shows.</summary>
    /// <param name="Seen">Sum of the strongest steps across its free sides in the picture.</param>
    /// <param name="Known">The same in the background.</param>
    /// <param name="Pieces">How many cell sides it has.</param>
    /// <param name="Free">How many of them border on unchanged cells.</param>
    /// <param name="Longest">Seconds the stillest cell inside has been still.</param>
    /// <param name="Things">Cells inside that no change of light explains.</param>
    private record struct Outline(int Seen, int Known, int Pieces, int Free, double Longest, int Things);

    // strongest step across each piece of the outline, in the picture and in the background
    private Outline Look(in FrameView frame, CellMap map, Region region, int label)
    {
        var outline = default(Outline);
        for (var row = region.Top; row < region.Bottom; row++)
        {
            for (var column = region.Left; column < region.Right; column++)
            {
                var cell = (row * scene.Columns) + column;
                if (_regions.Labels[cell] != label) continue;
                outline.Longest = Math.Max(outline.Longest, _still[cell]);
                if (map.State[cell] == CellMap.Thing) outline.Things++;
                var corner = (row * Background.Cell * scene.Width) + (column * Background.Cell);
                if (column > 0) Side(frame, map, cell - 1, label, corner, 1, scene.Width, ref outline);
                if (column + 1 < scene.Columns) Side(frame, map, cell + 1, label, corner + Background.Cell, 1, scene.Width, ref outline);
                if (row > 0) Side(frame, map, cell - scene.Columns, label, corner, scene.Width, 1, ref outline);
                if (row + 1 < scene.Rows) Side(frame, map, cell + scene.Columns, label, corner + (Background.Cell * scene.Width), scene.Width, 1, ref outline);
            }
        }
        return outline;
    }

    private void Side(in FrameView frame, CellMap map, int beyond, int label, int at, int across, int along, ref Outline outline)
    {
        if (_regions.Labels[beyond] == label) return;
        outline.Pieces++;
        if (map.State[beyond] != CellMap.Nothing) return;
        outline.Free++;
        Across(frame, at, across, along, ref outline);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Across(in FrameView frame, int at, int across, int along, ref Outline outline)
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
            outline.Seen += mostSeen;
            outline.Known += mostKnown;
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
