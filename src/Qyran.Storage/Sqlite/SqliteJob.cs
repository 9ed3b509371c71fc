using Microsoft.Data.Sqlite;

namespace Qyran.Storage.Sqlite;

/// <summary>One caller's writes on their way through the one writer.</summary>
internal abstract class SqliteJob(CancellationToken stop)
{
    /// <summary>Nobody waits for it any more and it has not begun. Decided once, when it is asked first.</summary>
    public bool GivenUp => givenUp ??= stop.IsCancellationRequested;

    private bool? givenUp;

    public abstract void Do(SqliteConnection connection);
    public abstract void Confirm();
    public abstract void Fail(Exception e);

    /// <summary>A job with an answer, given when the transaction it ran in is on disk.</summary>
    internal sealed class Of<T>(Func<SqliteConnection, T> work, CancellationToken stop) : SqliteJob(stop)
    {
        // answers are continued elsewhere: a slow caller must not hold the writer
        private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T result = default!;

        public Task<T> Answer => answer.Task;

        public override void Do(SqliteConnection connection) => result = work(connection);
        public override void Confirm() => answer.TrySetResult(result);
        public override void Fail(Exception e) => answer.TrySetException(e);
    }
}
