using Qyran.Evidence;
using Qyran.Line.Plates;

namespace Qyran.Line.Live;

/// <summary>What all cameras of one program share.</summary>
/// <param name="DataFolder">Absolute: recordings go to <c>recordings/CAMERA/…</c> below it, packs and their chain to <c>evidence/CAMERA/</c>.</param>
/// <param name="Rows">The table of recordings.</param>
/// <param name="Sink">Where everything a camera finds goes.</param>
/// <param name="Key">Signs the packs; owned by the caller, who disposes it after the last camera.</param>
/// <param name="Plates">What plates are read with; the caller's too.</param>
public sealed record LiveHouse(string DataFolder, IRecordingRows Rows, ILiveSink Sink, DeviceKey Key, PlateEyesPool Plates, TimeProvider Clock);
