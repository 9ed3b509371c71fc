namespace Qyran.Media;

/// <summary>One frame's place: its stream, its stamp in that stream's ticks, and the size of what follows in bytes.</summary>
internal readonly record struct NutPacket(int Stream, long Pts, long Size);
