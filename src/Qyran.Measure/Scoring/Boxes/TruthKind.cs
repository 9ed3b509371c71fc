namespace Qyran.Measure.Scoring.Boxes;

/// <summary>What a labelled box asks of a detector.</summary>
public enum TruthKind
{
    /// <summary>Must be found.</summary>
    Wanted,
    /// <summary>Need not be found; the one detection that lies on it is neither right nor wrong.</summary>
    Ignored,
    /// <summary>An area nobody labelled singly: every detection at least as much inside it as the overlap asked for is neither right nor wrong.</summary>
    Region,
}
