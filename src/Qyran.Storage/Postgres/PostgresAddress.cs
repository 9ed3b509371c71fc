using System.Globalization;
using Npgsql;
using Qyran.Domain.Failures;

namespace Qyran.Storage.Postgres;

/// <summary>Where a PostgreSQL database is: <c>postgres://user:password@host:port/name</c>, or Npgsql's own <c>Host=…;Database=…</c>.</summary>
internal static class PostgresAddress
{
    public static NpgsqlConnectionStringBuilder? Parse(string text, out Failure? failure)
    {
        failure = null;
        try
        {
            if (!text.StartsWith("postgres://", StringComparison.Ordinal) && !text.StartsWith("postgresql://", StringComparison.Ordinal))
                return Defaults(new NpgsqlConnectionStringBuilder(text));
            var url = new Uri(text);
            var user = url.UserInfo.Split(':', 2);
            var made = new NpgsqlConnectionStringBuilder { Host = url.Host, Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) };
            if (url.Port > 0) made.Port = url.Port;
            if (user[0].Length > 0) made.Username = Uri.UnescapeDataString(user[0]);
            if (user.Length == 2) made.Password = Uri.UnescapeDataString(user[1]);
            return Defaults(made);
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException or FormatException)
        {
            // never the text itself: it may hold a password
            failure = new Failure(FailureKind.Invalid, "the database's address is not of the form postgres://user:password@host:port/name");
            return null;
        }
    }

    /// <summary>For messages: without user and password.</summary>
    public static string Say(NpgsqlConnectionStringBuilder at) => string.Create(CultureInfo.InvariantCulture, $"{at.Host}:{at.Port}/{at.Database}");

    private static NpgsqlConnectionStringBuilder Defaults(NpgsqlConnectionStringBuilder at)
    {
        at.ApplicationName ??= "qyran";
        if (at.Timeout == 15) at.Timeout = 5; // Npgsql's default is 15: a database that is away is said to be so at once
        // planning over a partition for every month costs more than the search itself: what is asked often is planned once
        if (at.MaxAutoPrepare == 0) at.MaxAutoPrepare = 50;
        return at;
    }
}
