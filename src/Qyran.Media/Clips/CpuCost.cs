namespace Qyran.Media;

/// <summary>What decoding a stretch of video cost: user and system CPU seconds of ffmpeg, the length of the video, and the wall clock.</summary>
public sealed record CpuCost(double CpuSeconds, double VideoSeconds, double WallSeconds);
