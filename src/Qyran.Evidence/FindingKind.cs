namespace Qyran.Evidence;

/// <summary>What can be wrong with a pack or a chain; written in lower case in JSON.</summary>
public enum FindingKind
{
    /// <summary>The bytes are not those the manifest names.</summary>
    Changed,
    /// <summary>The manifest names it, the archive lacks it.</summary>
    Missing,
    /// <summary>The archive has it, the manifest does not name it.</summary>
    Extra,
    /// <summary>Two entries of one name.</summary>
    Duplicate,
    /// <summary>A name that could leave the folder it is unpacked into.</summary>
    UnsafeName,
    /// <summary>The archive is cut off, or its structure was changed.</summary>
    Damaged,
    /// <summary>Bytes before, between or after the pack's own.</summary>
    Foreign,
    /// <summary>The contents fit, but another program has packed them anew.</summary>
    Repacked,
    /// <summary>The signature is missing, does not fit, or is not the trusted key's.</summary>
    Signature,
    /// <summary>The time stamp does not fit, or is not of a trusted authority.</summary>
    TimeStamp,
    /// <summary>Does not fit the packs before and after it.</summary>
    Chain,
    /// <summary>Not a pack at all.</summary>
    NotAPack,
    /// <summary>A newer format than this program knows.</summary>
    Unsupported,
}
