namespace Qyran.Server.Access;

/// <summary>What a route asks for.</summary>
internal enum Right
{
    /// <summary>Anybody who is known: who am I, the document of the API.</summary>
    Known,
    /// <summary>Open the pages.</summary>
    Pages,
    /// <summary>One's own account.</summary>
    Account,
    /// <summary>Which cameras and sites there are and how they are.</summary>
    Cameras,
    /// <summary>Live video and pictures of now.</summary>
    Watch,
    /// <summary>What is recorded, without taking it away.</summary>
    Recordings,
    /// <summary>Take recordings away.</summary>
    Export,
    /// <summary>Passages with plates and pictures.</summary>
    Passages,
    /// <summary>Cases with their pictures and clips.</summary>
    Cases,
    /// <summary>Packs, whole.</summary>
    Evidence,
    Reject,
    Approve,
    /// <summary>Be told when a watched plate passes, and which did; not why it is watched.</summary>
    Alerts,
    /// <summary>The list of watched plates with its reasons: read it, add to it, end what is on it.</summary>
    Watchlist,
    /// <summary>Change cameras, scenes and sites.</summary>
    SetUp,
    /// <summary>Figures of the machine and the program.</summary>
    System,
    /// <summary>Accounts, keys and links.</summary>
    People,
    /// <summary>Read the audit log.</summary>
    Audit,
    /// <summary>What other systems are told, and the keys of other makers' devices.</summary>
    Connect,
    /// <summary>Hand in what a device has measured: that device's key alone, which may nothing else.</summary>
    Ingest,
}
