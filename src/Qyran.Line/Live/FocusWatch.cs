using Qyran.Domain.Frames;
using Qyran.Vision.View;

namespace Qyran.Line.Live;

/// <summary>
/// Whether the picture has lost its sharpness: focus gone, a drop or a web on the glass. Once a second it is compared with what it used to be over the last minutes, so that the way
/// from day to night, which takes longer, is no alarm, and with what no camera in focus gives. One thread steps it, anybody reads.
/// </summary>
internal sealed class FocusWatch
{
    private const long EveryUs = 1_000_000;

    /// <summary>What <see cref="Sharpness"/> gives of a picture without any detail: differences over two pixels of eight.</summary>
    private const double NoDetail = 0.28;

    /// <summary>Blurred: less than this share of its usual detail is left.</summary>
    private const double LeastShare = 0.45;

    /// <summary>…for so many looks in a row, after so many that it has learned from.</summary>
    private const int Looks = 30, Learned = 60;

    /// <summary>The usual follows with this many looks' inertia.</summary>
    private const double Inertia = 600;

    /// <summary>Softer than this a picture is out of focus or dirty, whatever it used to be; real cameras in focus give 0.39 to 0.9.</summary>
    private const double Soft = 0.345;
    private long? lookedUs;
    private double usual;
    private int learned, blurred, soft;

    /// <summary>It became blurred and has stayed so for half a minute.</summary>
    public bool Blurred => Volatile.Read(ref blurred) >= Looks;

    /// <summary>What to say of a picture that never was sharp; null when it is.</summary>
    public string? Softness => Volatile.Read(ref soft) >= Looks ? "the picture is soft: out of focus, or the glass is dirty" : null;

    /// <summary>Somebody has looked: what is seen now is the usual.</summary>
    public void Renew() => (usual, learned, blurred) = (0, 0, 0);

    /// <summary>A new connection, whose clock begins anew.</summary>
    public void Begin() => lookedUs = null;

    public void Step(in FrameView frame)
    {
        var us = frame.Time.MediaUs;
        if (lookedUs is { } looked && us >= looked && us - looked < EveryUs) return;
        lookedUs = us;
        // fog and darkness tell nothing about the lens
        if (Sharpness.Of(frame) is not { } now) return;
        Volatile.Write(ref soft, now < Soft ? soft + 1 : 0);
        var suspicious = learned >= Learned && now - NoDetail < LeastShare * (usual - NoDetail);
        Volatile.Write(ref blurred, suspicious ? blurred + 1 : 0);
        if (suspicious) return;
        learned++;
        usual += (now - usual) / Math.Min(learned, Inertia);
    }
}
