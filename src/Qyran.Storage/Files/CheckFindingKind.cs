namespace Qyran.Storage.Files;

/// <summary>What can be wrong with a data folder.</summary>
public enum CheckFindingKind
{
    /// <summary>A row whose file is not there.</summary>
    Missing,
    /// <summary>A file without a row.</summary>
    NoRow,
    /// <summary>A file nobody finished.</summary>
    HalfWritten,
    /// <summary>Not as long as its row says.</summary>
    Length,
    /// <summary>Not what was stored.</summary>
    Hash,
    /// <summary>The disk or its permissions do not let it be read.</summary>
    Unreadable,
    /// <summary>A case whose pack has no row.</summary>
    CaseWithoutEvidence,
    /// <summary>The database's own check complains.</summary>
    Database,
}
