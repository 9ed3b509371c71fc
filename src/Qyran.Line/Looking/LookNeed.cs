using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Measure.Tracking;

namespace Qyran.Line.Looking;

/// <summary>How soon the detector must look again, from what is followed and what moves. Pure.</summary>
public static class LookNeed
{
    /// <summary>Longest time from look to look, s.</summary>
    /// <param name="live">What the tracker follows now.</param>
    /// <param name="moves">Something differs from the empty scene, or did a moment ago.</param>
    /// <param name="stirs">Something moves in the picture, or did a moment ago.</param>
    /// <param name="zones">Where speeds are measured, raw pixels; empty: everywhere.</param>
    public static double Seconds(ReadOnlySpan<LiveTrack> live, bool moves, bool stirs, ImmutableArray<Polygon> zones, LookSettings settings)
    {
        if (live.IsEmpty) return moves ? 1 / settings.ArrivalHz : settings.IdleSeconds;
        var need = stirs ? 1 / settings.BusyHz : 1 / settings.WaitingHz;
        foreach (ref readonly var track in live)
        {
            if (track is { Standing: true, Confirmed: true, Misses: 0 }) continue;
            need = Math.Min(need, 1 / settings.BusyHz);
            // seen once only, its velocity is not known: where it is in the very next frame tells it best
            if (track is { Confirmed: false, Hits: 1 }) return 0;
            var size = Math.Sqrt(Math.Max(1, track.Box.Area));
            var sizesPerSecond = double.Hypot(track.VelocityX, track.VelocityY) / size;
            var share = IsNear(track, zones, settings.NearSeconds) ? settings.FastShare : settings.FarShare;
            need = Math.Min(need, share / Math.Max(1e-6, sizesPerSecond));
        }
        return need;
    }

    /// <summary>Is it in a measuring zone, or will it be within these seconds if it goes on as it does?</summary>
    private static bool IsNear(in LiveTrack track, ImmutableArray<Polygon> zones, double seconds)
    {
        if (zones.IsEmpty) return true;
        var here = track.Box.Contact;
        foreach (var zone in zones)
            // a step of half the time each, so that a short zone is not jumped over
            for (var share = 0.0; share <= 1; share += 0.5)
                if (zone.Contains(new RawPixel(here.X + (track.VelocityX * seconds * share), here.Y + (track.VelocityY * seconds * share)))) return true;
        return false;
    }
}
