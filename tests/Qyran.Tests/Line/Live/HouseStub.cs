using System.Collections.Concurrent;
using System.Collections.Immutable;
using Qyran.Evidence;
using Qyran.Line.Live;
using Qyran.Line.Plates;
using Qyran.Media.Recording;

namespace Qyran.Tests.Line.Live;

/// <summary>A house that keeps all in memory, its files in a folder of its own.</summary>
internal sealed class HouseStub : ILiveSink, IRecordingRows, IDisposable
{
    private readonly Lock gate = new();
    private readonly List<(string Camera, RecordedFile File, bool Protected)> rows = [];
    private readonly DeviceKey key = DeviceKey.Temporary();
    private readonly PlateEyesPool eyes = new(1);

    private readonly bool owned;

    /// <param name="data">Left as it is; null: a folder that goes with the house.</param>
    public HouseStub(string? data = null, ITimeStamper? stamper = null)
    {
        owned = data is null;
        Data = data ?? Directory.CreateTempSubdirectory("qyran-live-").FullName;
        House = new LiveHouse(Data, this, this, key, eyes, TimeProvider.System) { Stamper = stamper };
    }

    public string Data { get; }
    public LiveHouse House { get; }
    public ConcurrentQueue<LivePassage> Passages { get; } = new();
    public ConcurrentQueue<LiveCase> Cases { get; } = new();
    public ConcurrentQueue<LivePack> Packs { get; } = new();
    public ConcurrentQueue<LiveGap> Gaps { get; } = new();
    public ConcurrentQueue<LiveAlarm> Alarms { get; } = new();

    /// <summary>How many calls are refused from now on, as by a database that is away.</summary>
    public int Refuse { get; set; }

    /// <summary>Before it has ended nothing is protected, as by a database that takes its time.</summary>
    public Task Protecting { get; set; } = Task.CompletedTask;

    public IReadOnlyList<RecordedFile> Files
    {
        get
        {
            lock (gate) return [.. rows.Select(r => r.File)];
        }
    }

    public IReadOnlyList<RecordedFile> Protected
    {
        get
        {
            lock (gate) return [.. rows.Where(r => r.Protected).Select(r => r.File)];
        }
    }

    public static async Task Until(Func<bool> met, string what, double seconds = 90)
    {
        for (var left = seconds; !met(); left -= 0.05)
        {
            Assert.True(left > 0, $"{what}: not within {seconds} s");
            await Task.Delay(50);
        }
    }

    public ValueTask Passed(LivePassage passage, CancellationToken stop) => Take(Passages, passage);

    public ValueTask Found(LiveCase found, CancellationToken stop) => Take(Cases, found);

    public ValueTask Recorded(LivePack pack, CancellationToken stop) => Take(Packs, pack);

    public ValueTask Missed(LiveGap gap, CancellationToken stop) => Take(Gaps, gap);

    public ValueTask Raised(LiveAlarm alarm, CancellationToken stop) => Take(Alarms, alarm);

    public Task Add(string cameraId, RecordedFile file, CancellationToken stop)
    {
        Answer();
        Assert.True(File.Exists(Path.Combine(Data, file.Path)), "a row before its file");
        lock (gate)
        {
            if (rows.All(r => r.File.Path != file.Path)) rows.Add((cameraId, file, false));
        }
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<RecordedFile>> Covering(string cameraId, long fromUs, long untilUs, CancellationToken stop)
    {
        lock (gate) return Task.FromResult<ImmutableArray<RecordedFile>>([.. rows.Where(r => r.Camera == cameraId && r.File.StartUs < untilUs && r.File.EndUs > fromUs).Select(r => r.File).OrderBy(f => f.StartUs)]);
    }

    public async Task Protect(string cameraId, long fromUs, long untilUs, CancellationToken stop)
    {
        await Protecting;
        lock (gate)
        {
            for (var i = 0; i < rows.Count; i++)
                if (rows[i].Camera == cameraId && rows[i].File.StartUs < untilUs && rows[i].File.EndUs > fromUs) rows[i] = rows[i] with { Protected = true };
        }
    }

    public Task<ImmutableArray<RecordedFile>> Oldest(string? cameraId, int most, CancellationToken stop)
    {
        lock (gate) return Task.FromResult<ImmutableArray<RecordedFile>>([.. rows.Where(r => !r.Protected && (cameraId is null || r.Camera == cameraId)).Select(r => r.File).OrderBy(f => f.StartUs).Take(most)]);
    }

    public Task<long> Bytes(string cameraId, CancellationToken stop)
    {
        lock (gate) return Task.FromResult(rows.Where(r => r.Camera == cameraId).Sum(r => r.File.LengthBytes));
    }

    public Task<int> Recycle(IReadOnlyList<string> paths, CancellationToken stop)
    {
        lock (gate)
        {
            var gone = rows.RemoveAll(r => !r.Protected && paths.Contains(r.File.Path));
            foreach (var path in paths.Where(p => rows.All(r => r.File.Path != p))) File.Delete(Path.Combine(Data, path));
            return Task.FromResult(gone);
        }
    }

    public void Dispose()
    {
        eyes.Dispose();
        key.Dispose();
        if (owned) Directory.Delete(Data, recursive: true);
    }

    private ValueTask Take<T>(ConcurrentQueue<T> into, T fact)
    {
        Answer();
        into.Enqueue(fact);
        return ValueTask.CompletedTask;
    }

    private void Answer()
    {
        if (Refuse <= 0) return;
        Refuse--;
        throw new IOException("the database is away");
    }
}
