namespace Qyran.Server.Access;

/// <summary>What somebody is to this server. A lower-case word in the database and the API; who may what: <see cref="Rights.Of"/>.</summary>
internal enum Role
{
    /// <summary>Everything, at every site.</summary>
    Administrator,
    /// <summary>Cameras, scenes and sites.</summary>
    Installer,
    /// <summary>Watches: live, recordings, passages, cases.</summary>
    Operator,
    /// <summary>The technical check: sees cases and their evidence and may reject.</summary>
    Reviewer,
    /// <summary>Decides cases.</summary>
    Officer,
    /// <summary>Passages and cases, no video.</summary>
    Analyst,
    /// <summary>Reads what was decided, and the audit log, at every site.</summary>
    Auditor,
}
