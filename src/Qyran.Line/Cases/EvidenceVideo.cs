using Qyran.Media;

namespace Qyran.Line.Cases;

/// <summary>A file in which a case's vehicle is seen.</summary>
/// <param name="StartPtsUs">A frame's media time plus this is its stamp in the file, µs.</param>
public sealed record EvidenceVideo(string Path, long StartPtsUs)
{
    /// <summary>The file is the clip already: cut to the vehicle, its own stamps its source's; it must bear the clip's name in the pack. Null: a clip is cut out of it.</summary>
    public ClipInfo? Clip { get; init; }

    /// <summary>Pictures of moments before or after the file, their stamps as they would be in it.</summary>
    public IReadOnlyList<Still> Elsewhere { get; init; } = [];

    /// <summary>How much the clip shows before the vehicle came and after it went, µs.</summary>
    public long PreRollUs { get; init; } = 4_000_000;
    public long PostRollUs { get; init; } = 4_000_000;
}
