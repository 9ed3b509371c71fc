namespace Qyran.Tests.Storage;

/// <summary>Which database a test runs on.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}
