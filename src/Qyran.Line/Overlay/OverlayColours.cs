using Qyran.Domain.Detections;
using Qyran.Domain.Signals;
using SkiaSharp;

namespace Qyran.Line.Overlay;

/// <summary>One colour per meaning, the same in video, photos and report. Red is kept for offences and red lamps alone.</summary>
public static class OverlayColours
{
    public static SKColor Offence { get; } = new(0xFF, 0x3B, 0x3B);
    public static SKColor Panel { get; } = new(0x0B, 0x12, 0x20, 0xD8);
    public static SKColor Text { get; } = new(0xF5, 0xF7, 0xFA);
    public static SKColor Quiet { get; } = new(0xB6, 0xC2, 0xD2);

    public static SKColor Of(RoadUser user) => user switch
    {
        RoadUser.Person => new(0xFF, 0x8A, 0xC9),
        RoadUser.Bicycle => new(0x7B, 0xE4, 0x95),
        RoadUser.Motorcycle => new(0xC7, 0x9B, 0xFF),
        RoadUser.Car => new(0x4C, 0xC2, 0xFF),
        RoadUser.Van => new(0x3D, 0xE0, 0xD0),
        RoadUser.Bus => new(0xFF, 0xD1, 0x4D),
        RoadUser.Truck => new(0xFF, 0xA0, 0x4D),
        RoadUser.Unknown => new(0xC8, 0xD0, 0xDA),
        _ => throw new ArgumentOutOfRangeException(nameof(user), user, "no such road user"),
    };

    public static SKColor Of(SignalState state) => state switch
    {
        SignalState.Red => Offence,
        SignalState.RedYellow => new(0xFF, 0x7A, 0x2E),
        SignalState.Yellow => new(0xFF, 0xC8, 0x2E),
        SignalState.Green => new(0x37, 0xD6, 0x7A),
        SignalState.Off => new(0x4A, 0x54, 0x63),
        SignalState.Unknown => new(0x8A, 0x94, 0xA3),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no such state"),
    };
}
