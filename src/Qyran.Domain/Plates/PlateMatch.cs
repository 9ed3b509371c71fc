namespace Qyran.Domain.Plates;

/// <summary>How near a plate is to what was asked for; the nearer comes first.</summary>
public enum PlateMatch
{
    /// <summary>The text itself, or a text the pattern describes.</summary>
    Exact = 0,
    /// <summary>The same but for signs that look alike.</summary>
    LookAlike = 1,
    /// <summary>One sign changed, put in or left out (look-alikes not counted).</summary>
    OneEdit = 2,
    /// <summary>Two of them.</summary>
    TwoEdits = 3,
}
