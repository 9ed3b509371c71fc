using Qyran.Line.Live;

namespace Qyran.Tests.Line.Live;

/// <summary>A camera that runs until it is disposed.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task task;

    public Running(LiveSettings settings, HouseStub house)
    {
        Camera = new LiveCamera(settings, house.House);
        task = Camera.RunAsync(stop.Token);
    }

    public LiveCamera Camera { get; }

    /// <summary>Waits for the first video.</summary>
    public Task Begun() => HouseStub.Until(() => Camera.Video.Last is not null, "video");

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested) return;
        await stop.CancelAsync();
        await task;
        stop.Dispose();
    }
}
