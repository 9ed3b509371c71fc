namespace Qyran.Vision.Onnx;

/// <summary>Where each target sample of one axis looks in the source and with what weights; pixel centres at +0.5.</summary>
/// <param name="Start">First source sample per target sample; Start + Taps never passes the end unless the source is shorter than Taps.</param>
/// <param name="Weight">Taps weights per target sample, summing to 1.</param>
/// <param name="Taps">2 (linear) up to a reduction of two, beyond that enough to average what a target sample covers.</param>
internal sealed record AxisTaps(int[] Start, float[] Weight, int Taps)
{
    public static AxisTaps Between(int source, int target)
    {
        var ratio = (double)source / target;
        var taps = Math.Min(source, ratio <= 2 ? 2 : (int)Math.Ceiling(ratio) + 1);
        var start = new int[target];
        var weight = new float[target * taps];
        for (var i = 0; i < target; i++)
        {
            var centre = ((i + 0.5) * ratio) - 0.5;
            var first = ratio <= 2 ? (int)Math.Floor(centre) : (int)Math.Floor((i * ratio) + 1e-9);
            start[i] = Math.Clamp(first, 0, source - taps);
            double sum = 0;
            for (var k = 0; k < taps; k++)
            {
                var at = start[i] + k;
                // linear: a tent one sample wide; average: the share of the sample that the target covers
                var w = ratio <= 2
                    ? Math.Max(0, 1 - Math.Abs(Math.Clamp(centre, 0, source - 1) - at))
                    : Math.Max(0, Math.Min(at + 1, (i + 1) * ratio) - Math.Max(at, i * ratio));
                weight[(i * taps) + k] = (float)w;
                sum += w;
            }
            for (var k = 0; k < taps; k++) weight[(i * taps) + k] /= (float)sum;
        }
        return new(start, weight, taps);
    }
}
