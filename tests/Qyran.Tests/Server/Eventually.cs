namespace Qyran.Tests.Server;

/// <summary>Waits on a condition, long enough for the slowest machine.</summary>
internal static class Eventually
{
    public static Task Is(Func<bool> condition, string what, Action? meanwhile = null) => Is(() => Task.FromResult(condition()), what, meanwhile);

    /// <param name="meanwhile">Done before every look: moves a made clock.</param>
    public static async Task Is(Func<Task<bool>> condition, string what, Action? meanwhile = null)
    {
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            Assert.False(tooLong.IsCancellationRequested, "it never came to be: " + what);
            meanwhile?.Invoke();
            await Task.Delay(20);
        }
    }
}
