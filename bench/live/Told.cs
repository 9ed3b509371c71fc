using System.Globalization;
using Qyran.Line.Live;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.LiveBench;

/// <summary>Prints what cameras find and keeps the packs' rows.</summary>
internal sealed class Told(Store store, DataFolder folder, TimeProvider clock) : ILiveSink
{
    private int passages, speeds;

    public string Counts => string.Create(CultureInfo.InvariantCulture, $"{passages} passages, {speeds} speeds");

    public ValueTask Passed(LivePassage passage, CancellationToken stop)
    {
        Interlocked.Increment(ref passages);
        if (passage.Outcome.Passage!.Speed is not null) Interlocked.Increment(ref speeds);
        return ValueTask.CompletedTask;
    }

    public ValueTask Found(LiveCase found, CancellationToken stop) => Say($"case {found.Case.Id}");

    public async ValueTask Recorded(LivePack pack, CancellationToken stop)
    {
        if (pack.Path is { } path) await Keep.Evidence(store, folder, path, null, clock, stop);
        await Say($"pack {pack.Path ?? pack.Why}");
    }

    public ValueTask Missed(LiveGap gap, CancellationToken stop) => Say(string.Create(CultureInfo.InvariantCulture, $"gap {gap.CameraId} {(gap.UntilUs - gap.FromUs) / 1e6:0.00} s: {gap.Why}"));

    public ValueTask Raised(LiveAlarm alarm, CancellationToken stop) => Say($"alarm {alarm.CameraId} {alarm.Trouble} {(alarm.On ? "on" : "off")}: {alarm.Text}");

    private static ValueTask Say(string line)
    {
        Console.WriteLine(line);
        return ValueTask.CompletedTask;
    }
}
