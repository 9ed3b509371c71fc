using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Storage;

/// <summary>Brings a database to today's schema: each step in a transaction of its own, its checksum recorded with it.</summary>
internal static class Migrations
{
    /// <summary>Null when the database is now what this program expects; else why it is left as it was found.</summary>
    /// <param name="lockSql">Keeps a second program from doing the same at the same time; run inside each transaction.</param>
    public static async Task<Failure?> Apply(DbConnection connection, ImmutableArray<Migration> steps, string? lockSql, TimeProvider clock, CancellationToken stop)
    {
        await using (var first = await connection.BeginTransactionAsync(stop))
        {
            if (lockSql is not null) await Run(connection, lockSql);
            await Run(connection, "create table if not exists schema_step (number integer primary key, name text not null, sha256 text not null, applied_at text not null)");
            await first.CommitAsync(stop);
        }
        foreach (var step in steps)
        {
            await using var transaction = await connection.BeginTransactionAsync(stop);
            if (lockSql is not null) await Run(connection, lockSql);
            var applied = await connection.Rows("select number, name, sha256 from schema_step order by number", r => (Number: r.GetInt32(0), Name: r.GetString(1), Sha256: r.GetString(2)));
            if (Refuse(applied.ToImmutableDictionary(a => a.Number, a => (a.Name, a.Sha256)), steps) is { } refused) return refused;
            if (applied.Any(a => a.Number == step.Number)) continue;
            await Run(connection, step.Text);
            await Run(connection, "insert into schema_step (number, name, sha256, applied_at) values (@number, @name, @sha256, @at)",
                ("number", step.Number), ("name", step.Name), ("sha256", step.Sha256), ("at", clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));
            await transaction.CommitAsync(stop);
        }
        return null;
    }

    /// <summary>Without the half minute a command otherwise has: a step over a large table takes as long as it takes, and who waits for the lock waits for another's step.</summary>
    private static async Task Run(DbConnection connection, string text, params (string Name, object? Value)[] with)
    {
        await using var command = connection.Command(text, with);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static Failure? Refuse(ImmutableDictionary<int, (string Name, string Sha256)> applied, ImmutableArray<Migration> steps)
    {
        if (applied.IsEmpty) return null;
        if (applied.Keys.Max() is var newest && newest > steps[^1].Number)
            return new Failure(FailureKind.Unsupported, $"the database was written by a newer Qyran (schema {newest}, this program knows {steps[^1].Number}): use that version, or restore a copy from before the update");
        foreach (var step in steps)
            if (applied.TryGetValue(step.Number, out var was) && was.Sha256 != step.Sha256)
                return new Failure(FailureKind.Unreadable, $"step {step.Number} ({was.Name}) of the database's schema is not the one this program knows: it comes from another build, restore a copy or use that build");
        return null;
    }
}
