using System.Globalization;
using Qyran.Domain.Frames;
using Qyran.Media;
using Qyran.Vision.View;

namespace Qyran.Line.Live;

/// <summary>
/// Whether a camera's picture may be measured in: its view watch, which goes on over connections so that a camera moved while it was away is found out, whether it is still sharp,
/// what a person said, and what the picture is like. One line at a time calls it; the properties may be read, and <see cref="Confirm"/> called, from any thread.
/// </summary>
internal sealed class LiveView(string? suspended, TimeSpan frozenAfter)
{
    private const int MovedChecks = 3;
    private const long LostUs = 60_000_000;
    private const string Unconfirmed = "it was in sight before the camera's view was confirmed";
    private readonly PictureWatch picture = new(frozenAfter);
    private readonly FocusWatch focus = new();
    private ViewWatch? watch;
    private (int Width, int Height, string? Scene, MediaSource? Source) fits; // another camera has another view
    private long zeroUs = long.MinValue; // UTC at which the watch's own clock stands at 0
    private string? held = suspended;
    private LineSetup? setup;
    private long trustedFromUs = long.MinValue; // UTC
    private int confirmed, moved;
    private long? lostSince;
    private ViewState state = ViewState.Unknown;

    /// <summary>Why nothing is measured until a person confirms the view; null while measuring.</summary>
    public string? Suspended => Volatile.Read(ref held);

    public ViewState State => state;
    public PictureWatch Picture => picture;
    public FocusWatch Focus => focus;

    /// <summary>Why nothing may be measured now; null where it may.</summary>
    public string? Doubt => Suspended ?? (picture.Frozen ? "the picture does not change any more; check the camera" : null);

    /// <summary>Somebody has looked: what is seen now is the reference.</summary>
    public void Confirm()
    {
        Volatile.Write(ref held, null);
        Interlocked.Exchange(ref confirmed, 1);
    }

    public ViewWatch For(LineSetup setup)
    {
        var now = (setup.Video.Width, setup.Video.Height, setup.Scene?.Hash, setup.Source);
        picture.Begin();
        focus.Begin();
        if (watch is null || fits != now) Renew(setup, now);
        this.setup = setup;
        return watch!;
    }

    private void Renew(LineSetup its, (int, int, string?, MediaSource?) now) => (watch, fits, zeroUs, moved, lostSince) = (CameraLine.NewWatch(its), now, long.MinValue, 0, null);

    public void Step(in FrameView frame, long utcOffsetUs)
    {
        var utc = frame.Time.MediaUs + utcOffsetUs;
        if (Interlocked.Exchange(ref confirmed, 0) != 0)
        {
            Renew(setup!, fits);
            focus.Renew();
            trustedFromUs = utc;
        }
        if (zeroUs == long.MinValue) zeroUs = utc;
        picture.Step(frame);
        focus.Step(frame);
        if (Suspended is null && focus.Blurred)
            Volatile.Write(ref held, $"the picture has become blurred, seen at {At(utc)}; nothing is measured until somebody cleans or focuses the camera and confirms the view");
        if (!watch!.Step(frame with { Time = frame.Time with { MediaUs = utc - zeroUs } })) return;
        var stay = watch.Run().Now;
        state = stay.State;
        // one that does not find the view says nothing new of where it is
        if (watch.Last.State == ViewState.Held) moved = state == ViewState.Moved ? moved + 1 : 0;
        lostSince = state == ViewState.Lost ? lostSince ?? utc : null;
        if (Suspended is not null) return;
        if (moved >= MovedChecks || (lostSince is { } since && utc - since > LostUs))
            Volatile.Write(ref held, string.Create(CultureInfo.InvariantCulture,
                $"{(state == ViewState.Moved ? $"the camera's view has moved by {stay.ShiftPx:0.0} px" : "the camera's picture shows nothing of its reference")}, seen at {At(utc)}; nothing is measured until somebody confirms the view"));
    }

    /// <param name="fromUs">UTC, µs.</param>
    public ViewStay Over(long fromUs, long untilUs)
    {
        var stay = watch!.Over(fromUs - zeroUs, untilUs - zeroUs);
        // what was there before somebody looked was seen in a view that nobody vouches for
        return (Doubt ?? (fromUs < trustedFromUs ? Unconfirmed : null)) is { } why ? stay with { Because = why } : stay;
    }

    private static string At(long utcUs) => DateTimeOffset.UnixEpoch.AddTicks(utcUs * 10).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
