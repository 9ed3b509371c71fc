using Qyran.Domain.Frames; using Qyran.Domain.Geometry; using Qyran.Domain.Scenes; using Qyran.Domain.Signals; using Qyran.Domain.Time;
namespace Qyran.Vision.Signals;
/// <summary>shim</summary>
public sealed class SignalReader(SignalHead head, PixelBox crop) {
 public SignalHead Head => head; public PixelBox Crop => crop;
 public void Step(in FrameView v, CaptureTime t) { _ = head; } public SignalTimeline Timeline(long u) => new(head.Id, "picture", [], u);
 public static PixelBox CropFor(SignalHead h, int w, int hh) => h.Red; }
