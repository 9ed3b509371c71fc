namespace Qyran.Storage.Traffic;

/// <summary>How an engine is told by which way to read passages: SQLite's planner has no figures to go by.</summary>
internal interface ITrafficSql
{
    /// <summary>The table with the way to read it.</summary>
    /// <param name="byPlace">Few places are asked for: by their own index.</param>
    string Passages(bool byPlace);

    /// <summary>Stands before a column whose index is not to be taken.</summary>
    string NoIndex { get; }
}
