using System.Diagnostics;
using System.Globalization;

namespace Qyran.StorageBench;

/// <summary>Stores a city in batches of 5000 and says how fast, every tenth of the way.</summary>
internal static class Filling
{
    public static async Task<int> Run(string where, int rows)
    {
        await using var store = await Opened.At(where);
        var began = Stopwatch.GetTimestamp();
        var (last, done) = (began, 0);
        var worst = TimeSpan.Zero;
        foreach (var batch in new City(rows).All().Chunk(5000))
        {
            var start = Stopwatch.GetTimestamp();
            await store.Passages.Add(batch);
            if (Stopwatch.GetElapsedTime(start) is var took && took > worst) worst = took;
            if ((done += batch.Length) % (rows / 10) >= 5000) continue;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done,10} rows, the last {batch.Length * (rows / 10 / batch.Length)}: {rows / 10 / Stopwatch.GetElapsedTime(last).TotalSeconds / 1000:0.0} k rows/s, longest batch {worst.TotalSeconds:0.00} s"));
            (last, worst) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
        }
        // on a busy machine the processor's time says more than the clock's; of PostgreSQL it is the client's part only
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"all {rows}: {rows / Stopwatch.GetElapsedTime(began).TotalSeconds / 1000:0.0} k rows/s; {rows / Environment.CpuUsage.TotalTime.TotalSeconds / 1000:0.0} k rows for each CPU second of this process"));
        return 0;
    }
}
