using System.Collections.Immutable;
using System.Data.Common;

namespace Qyran.Storage;

/// <summary>Plain SQL with named values; both engines understand <c>@name</c>.</summary>
internal static class Sql
{
    public static DbCommand Command(this DbConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> with)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in with)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>How many rows were touched.</summary>
    public static async Task<int> Run(this DbConnection connection, string text, params (string Name, object? Value)[] with)
    {
        await using var command = connection.Command(text, with);
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<ImmutableArray<T>> Rows<T>(this DbConnection connection, string text, Func<DbDataReader, T> map, params (string Name, object? Value)[] with)
    {
        await using var command = connection.Command(text, with);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync()) rows.Add(map(reader));
        return rows.DrainToImmutable();
    }

    /// <summary>Row by row, where all of them at once would be too many.</summary>
    public static async Task Each(this DbConnection connection, string text, Action<DbDataReader> take, params (string Name, object? Value)[] with)
    {
        await using var command = connection.Command(text, with);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) take(reader);
    }

    public static async Task<T?> First<T>(this DbConnection connection, string text, Func<DbDataReader, T> map, params (string Name, object? Value)[] with)
        where T : class =>
        await connection.Rows(text, map, with) is [var first, ..] ? first : null;

    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? Number(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static double? Real(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
}
