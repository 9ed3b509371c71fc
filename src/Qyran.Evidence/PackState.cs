namespace Qyran.Evidence;

/// <summary>What a check found; the exit codes of <c>qyran verify</c> in this order.</summary>
public enum PackState
{
    /// <summary>Every byte is as it was signed.</summary>
    Sound,
    /// <summary>Something was changed, or the signature is not the trusted one.</summary>
    Altered,
    /// <summary>Something else than a pack.</summary>
    NotAPack,
}
