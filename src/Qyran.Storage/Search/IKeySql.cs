namespace Qyran.Storage.Search;

/// <summary>How an engine is asked for the newest keys of a filter so that it walks an index and nothing else.</summary>
internal interface IKeySql
{
    /// <summary>A select of one column, the keys; and its values.</summary>
    (string Text, (string, object?)[] With) Keys(KeyFilter filter);
}
