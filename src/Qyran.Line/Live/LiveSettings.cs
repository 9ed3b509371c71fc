using System.Collections.Immutable;
using Qyran.Media;

namespace Qyran.Line.Live;

/// <summary>How one camera is run. Give a changed copy to <see cref="LiveCamera.Apply"/>; nothing needs a restart.</summary>
/// <param name="Id">Letters, digits, dash and underscore, at most 40: it names folders, passages and packs.</param>
/// <param name="Source">A camera's address, or a file that is played as a camera (<see cref="MediaSource.Played"/>).</param>
public sealed record LiveSettings(string Id, MediaSource Source)
{
    /// <summary>The scene file's bytes; empty: vehicles are tracked and counted, nothing is measured or judged.</summary>
    public ReadOnlyMemory<byte> SceneFile { get; init; }

    /// <summary>"motion", a path to an ONNX file, or "off": then it only records and nothing is decoded.</summary>
    public string Detector { get; init; } = "motion";

    /// <summary>Read plates, where the plate models that come with the program are there.</summary>
    public bool Plates { get; init; } = true;

    /// <summary>Zones that are blackened before anything is looked at, recorded or shown; the recording is encoded anew for it.</summary>
    public ImmutableArray<PictureZone> Blackened { get; init; } = [];

    /// <summary>False: nothing is written to disk (live video is there all the same), and cases have no pack.</summary>
    public bool Record { get; init; } = true;

    /// <summary>A recording's file ends with the first key picture after this; taken when the camera starts.</summary>
    public TimeSpan FileLength { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Recordings older than this are recycled; null: age alone recycles nothing.</summary>
    public TimeSpan? KeepFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The camera's recordings take at most this much, oldest recycled first, but what ended within the last ten minutes stays: a case may need it. Null: until the disk is full.</summary>
    public long? KeepBytes { get; init; }

    /// <summary>Video before the vehicle was first and after it was last seen that a pack's clip has at least.</summary>
    public TimeSpan PreRoll { get; init; } = TimeSpan.FromSeconds(4);
    public TimeSpan PostRoll { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Set when an earlier run of the program found the view moved and nobody has confirmed it since: measuring stays suspended.</summary>
    public string? Suspended { get; init; }

    /// <summary>A picture that does not change at all for this long counts as frozen: every sensor has noise.</summary>
    public TimeSpan FrozenAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A camera that gives nothing for this long is given up and connected anew.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The connection and the line that run with these settings may go on with the others.</summary>
    internal bool SameLine(LiveSettings other) => Source == other.Source && Detector == other.Detector && Plates == other.Plates && Stall == other.Stall
        && SceneFile.Span.SequenceEqual(other.SceneFile.Span) && Blackened.AsSpan().SequenceEqual(other.Blackened.AsSpan());
}
