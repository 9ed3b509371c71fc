using Qyran.Domain.Frames;

namespace Qyran.Vision.View;

/// <summary>
/// How sharp a picture is: its differences over two pixels against those over eight, which a lens out of focus, a drop on the glass or a spider's web take away unequally, while
/// fog, dusk and a changed exposure take both alike. Only comparable between pictures of one camera and size. Pure; some tenths of a millisecond on every eighth row.
/// </summary>
public static class Sharpness
{
    private const int RowStep = 8, Block = 8;

    /// <summary>Mean difference of neighbouring blocks, grey levels, below which a picture shows too little to be judged.</summary>
    private const double LeastStructure = 1.5;

    /// <summary>From near 0 (nothing but soft shades) to about 1; null where the picture shows too little.</summary>
    public static double? Of(in FrameView frame)
    {
        long fine = 0, coarse = 0, fineCount = 0, coarseCount = 0;
        for (var y = RowStep / 2; y < frame.Height; y += RowStep)
        {
            var row = frame.Y.Slice(y * frame.Width, frame.Width);
            var before = -1;
            for (var x = 0; x + Block <= row.Length; x += Block)
            {
                var sum = 0;
                for (var i = 0; i < Block; i++) sum += row[x + i];
                for (var i = 0; i + 2 < Block; i++) fine += Math.Abs(row[x + i + 2] - row[x + i]);
                fineCount += Block - 2;
                if (before >= 0)
                {
                    coarse += Math.Abs(sum - before);
                    coarseCount++;
                }
                before = sum;
            }
        }
        if (coarseCount == 0) return null;
        var structure = (double)coarse / Block / coarseCount;
        return structure < LeastStructure ? null : (double)fine / fineCount / structure;
    }
}
