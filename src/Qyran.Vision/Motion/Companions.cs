namespace Qyran.Vision.Motion;

/// <summary>
/// Remembers the boxes of the last frames, so that two vehicles that were seen apart stay two for a while when their pictures grow
/// together: one passes the other, or both drive off into the distance. Only what was clearly apart for some time has that right,
/// and only for a time: pieces of one lorry are not kept apart for ever.
/// </summary>
internal sealed class Companions(int most)
{
    private const double ApartSeconds = 0.4, TogetherSeconds = 2.5;
    private const int FewestCells = 6;
    private readonly Past[] _past = new Past[most];
    private readonly int[] _inside = new int[most];
    private int _count;

    /// <summary>A box seen before, pixels; its speed, pixels a second; for how long it was seen by itself and for how long only by parting; whether it was parted just now.</summary>
    private record struct Past(
        double Left, double Top, double Right, double Bottom, double SpeedX, double SpeedY, double Apart, double Together, bool Parted)
    {
        public readonly Past Ahead(double seconds) => this with
        {
            Left = Left + (SpeedX * seconds), Right = Right + (SpeedX * seconds), Top = Top + (SpeedY * seconds), Bottom = Bottom + (SpeedY * seconds),
        };

        public readonly double Overlap(double left, double top, double right, double bottom) =>
            Math.Max(0, Math.Min(Right, right) - Math.Max(Left, left)) * Math.Max(0, Math.Min(Bottom, bottom) - Math.Max(Top, top));

        public readonly double Area => (Right - Left) * (Bottom - Top);
    }

    /// <summary>Parts blobs (in cells) that two or more remembered ones have run into.</summary>
    public void Part(BlobList list, double passed)
    {
        for (var i = 0; i < _count; i++) _past[i] = _past[i].Ahead(passed) with { Parted = false };
        var until = list.Count;
        for (var b = 0; b < until && !list.IsFull; b++)
        {
            var blob = list[b];
            if (blob.Cells < 2 * FewestCells) continue;
            var inside = 0;
            for (var i = 0; i < _count; i++)
            {
                ref var past = ref _past[i];
                if (past.Apart < ApartSeconds || past.Together > TogetherSeconds || !IsInside(past, blob)) continue;
                var alone = true;
                for (var k = 0; k < inside && alone; k++)
                {
                    var other = _past[_inside[k]];
                    alone = other.Overlap(past.Left, past.Top, past.Right, past.Bottom) < 0.5 * Math.Min(other.Area, past.Area);
                }
                if (alone) _inside[inside++] = i;
            }
            if (inside >= 2) Share(list, b, blob, inside);
        }
    }

    private static bool IsInside(in Past past, in Blob blob) =>
        past.Overlap(blob.Left * Background.Cell, blob.Top * Background.Cell, blob.Right * Background.Cell, blob.Bottom * Background.Cell) >= 0.6 * past.Area;

    // each cell goes to the box it lies deepest in
    private void Share(BlobList list, int index, in Blob blob, int inside)
    {
        var first = list.Count;
        for (var k = 1; k < inside; k++)
            if (list.Add(blob) < 0) inside = k;
        for (var y = blob.Top; y < blob.Bottom; y++)
        {
            for (var x = blob.Left; x < blob.Right; x++)
            {
                ref var owner = ref list.Owner[(y * list.Columns) + x];
                if (owner != index + 1) continue;
                var (best, least) = (0, double.MaxValue);
                for (var k = 0; k < inside; k++)
                {
                    var past = _past[_inside[k]];
                    var dx = Math.Abs(((x + 0.5) * Background.Cell) - ((past.Left + past.Right) / 2)) / (past.Right - past.Left);
                    var dy = Math.Abs(((y + 0.5) * Background.Cell) - ((past.Top + past.Bottom) / 2)) / (past.Bottom - past.Top);
                    if (Math.Max(dx, dy) < least) (best, least) = (k, Math.Max(dx, dy));
                }
                if (best > 0) owner = first + best;
            }
        }
        list.Shrink(index);
        var small = list[index].Cells < FewestCells;
        for (var k = 1; k < inside; k++)
        {
            list.Shrink(first + k - 1);
            small |= list[first + k - 1].Cells < FewestCells;
        }
        if (small)
        {
            for (var k = inside - 1; k >= 1; k--) list.Merge(index, first + k - 1);
            return;
        }
        for (var k = 0; k < inside; k++) _past[_inside[k]].Parted = true;
    }

    /// <summary>Takes in the boxes (in pixels) of this frame.</summary>
    public void Remember(BlobList list, double passed)
    {
        var kept = 0;
        Span<bool> taken = stackalloc bool[256];
        taken.Clear();
        for (var i = 0; i < _count; i++)
        {
            var past = _past[i];
            var (best, most) = (-1, 0.3);
            for (var b = 0; b < list.Count && b < taken.Length; b++)
            {
                if (taken[b]) continue;
                var blob = list[b];
                var shared = past.Overlap(blob.Left, blob.Top, blob.Right, blob.Bottom);
                var iou = shared / (past.Area + ((double)(blob.Right - blob.Left) * (blob.Bottom - blob.Top)) - shared);
                if (iou > most) (best, most) = (b, iou);
            }
            if (best < 0) continue;
            taken[best] = true;
            _past[kept++] = Follow(past, list[best], passed);
        }
        for (var b = 0; b < list.Count && b < taken.Length && kept < _past.Length; b++)
            if (!taken[b]) _past[kept++] = new Past(list[b].Left, list[b].Top, list[b].Right, list[b].Bottom, 0, 0, 0, 0, false);
        _count = kept;
    }

    // a parted box is partly made up, so it steers its speed less
    private static Past Follow(in Past past, in Blob blob, double passed)
    {
        var gain = passed > 0 ? (past.Parted ? 0.05 : 0.3) / passed : 0;
        return new Past(blob.Left, blob.Top, blob.Right, blob.Bottom,
            past.SpeedX + (gain * ((blob.Left + blob.Right - past.Left - past.Right) / 2)),
            past.SpeedY + (gain * ((blob.Top + blob.Bottom - past.Top - past.Bottom) / 2)),
            past.Parted ? past.Apart : past.Apart + passed,
            past.Parted ? past.Together + passed : Math.Max(0, past.Together - passed), false);
    }
}
