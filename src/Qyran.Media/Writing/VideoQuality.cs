namespace Qyran.Media;

/// <summary>How good a written video is.</summary>
public abstract record VideoQuality
{
    private VideoQuality() { }

    /// <summary>The same quality throughout, x264's CRF: 0 best, 51 worst; 23 is usual.</summary>
    public sealed record Constant(int Crf) : VideoQuality;

    /// <summary>A fixed bit-rate, kbit/s, as cheap cameras have.</summary>
    public sealed record BitRate(int Kbps) : VideoQuality;

    /// <summary>What video is written with unless asked otherwise.</summary>
    public static VideoQuality Usual { get; } = new Constant(23);
}
