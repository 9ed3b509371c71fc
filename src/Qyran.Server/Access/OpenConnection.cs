namespace Qyran.Server.Access;

/// <summary>A stream or socket while it is open, of one task.</summary>
internal sealed class OpenConnection : IDisposable
{
    private readonly CancellationTokenSource over, ends;

    /// <param name="asker">With the rights it was opened with.</param>
    /// <param name="lasts">How long at most; null: as long as nothing ends it.</param>
    /// <param name="ended">What ends it.</param>
    public OpenConnection(Asker asker, TimeSpan? lasts, TimeProvider clock, params CancellationToken[] ended)
    {
        Asker = asker;
        over = new CancellationTokenSource(lasts ?? Timeout.InfiniteTimeSpan, clock);
        ends = CancellationTokenSource.CreateLinkedTokenSource([over.Token, .. ended]);
    }

    public Asker Asker { get; }

    /// <summary>Cancelled when it has to end; who still may opens another.</summary>
    public CancellationToken Ends => ends.Token;

    public void Dispose()
    {
        ends.Dispose();
        over.Dispose();
    }
}
