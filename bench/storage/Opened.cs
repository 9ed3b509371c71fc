using Qyran.Storage;

namespace Qyran.StorageBench;

internal static class Opened
{
    public static async Task<Store> At(string where)
    {
        var (store, failure) = where.Contains("://", StringComparison.Ordinal) || where.Contains("Host=", StringComparison.Ordinal) ? await Store.OpenPostgres(where, TimeProvider.System) : await Store.OpenSqlite(where, TimeProvider.System);
        return store ?? throw new InvalidOperationException(failure!.Text);
    }
}
