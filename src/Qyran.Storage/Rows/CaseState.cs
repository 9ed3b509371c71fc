namespace Qyran.Storage.Rows;

/// <summary>Where a case stands on its way through people; kept as a lower-case word.</summary>
public enum CaseState
{
    /// <summary>Found by a rule; nobody has looked.</summary>
    Candidate,
    /// <summary>Passed the technical check.</summary>
    Checked,
    Approved,
    Rejected,
    /// <summary>A notice was issued.</summary>
    Noticed,
    Delivered,
    Paid,
    Appealed,
    Annulled,
    Recalled,
}
