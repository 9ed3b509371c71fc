using System.Collections.Concurrent;
using System.Collections.Immutable;
using Qyran.Evidence;
using Qyran.Line.Plates;
using Qyran.Media.Recording;

namespace Qyran.Line.Live;

/// <summary>What all cameras of one program share.</summary>
/// <param name="DataFolder">Absolute: recordings go to <c>recordings/CAMERA/…</c> below it, packs and their chain to <c>evidence/CAMERA/</c>.</param>
/// <param name="Rows">The table of recordings.</param>
/// <param name="Sink">Where everything a camera finds goes.</param>
/// <param name="Key">Signs the packs; owned by the caller, who disposes it after the last camera.</param>
/// <param name="Plates">What plates are read with; the caller's too.</param>
public sealed record LiveHouse(string DataFolder, IRecordingRows Rows, ILiveSink Sink, DeviceKey Key, PlateEyesPool Plates, TimeProvider Clock)
{
    /// <summary>Joins what two cameras saw of one vehicle.</summary>
    public LiveSections Sections { get; } = new();

    /// <summary>Whose plate is exempt from what.</summary>
    public LiveExemptions Exemptions { get; } = new();

    /// <summary>Vouches for when packs were signed; the caller's too. Null: nobody.</summary>
    public ITimeStamper? Stamper { get; init; }

    /// <summary>Cameras that record now, by id.</summary>
    internal ConcurrentDictionary<string, LiveRecordings> Recording { get; } = new(StringComparer.Ordinal);

    /// <summary>Evidence rests on this file of a camera that records now, whether or not its row says so yet.</summary>
    internal bool IsGuarded(RecordedFile file) => file.Path.Split('/') is [_, var camera, ..] && Recording.TryGetValue(camera, out var now) && now.Guards(file);

    /// <summary>Any camera's files that hold anything of a span, the one being written among them.</summary>
    internal Task<ImmutableArray<RecordedFile>> Covering(string camera, long fromUs, long untilUs, CancellationToken stop) =>
        Recording.TryGetValue(camera, out var now) ? now.Covering(fromUs, untilUs, stop) : Rows.Covering(camera, fromUs, untilUs, stop);
}
