using System.Globalization;

namespace Qyran.Media.Recording;

/// <summary>ffmpeg's options for an output of fragments; the address is added by the caller. Stamps stay the source's own, moved up so that none is negative.</summary>
internal static class FragmentOutput
{
    /// <summary>Fragments are a little longer than this, µs: live video is late by as much, and so much is lost when everything dies.</summary>
    internal const long LengthUs = 250_000;

    private static readonly string[] Fragments = ["-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof+frag_discont+skip_trailer",
        // with an edit list promised, each picture would be shown as much too late as pictures are sent before they are shown
        "-use_editlist", "0",
        "-frag_duration", LengthUs.ToString(CultureInfo.InvariantCulture), "-flush_packets", "1"];

    /// <summary>What the camera sends, unchanged.</summary>
    public static string[] Copied => ["-map", "0:V:0", "-c", "copy", "-avoid_negative_ts", "disabled",
        "-output_ts_offset", ReadCommand.ShiftSeconds.ToString(CultureInfo.InvariantCulture), .. Fragments];

    /// <summary>
    /// The graph's <c>[rec]</c>, whose stamps are moved up already, encoded anew: H.264 without pictures out of order or waiting in the encoder, a key picture every 50.
    /// </summary>
    public static string[] Recoded(VideoInfo video) => ["-map", "[rec]", "-fps_mode", "passthrough", "-enc_time_base",
        string.Create(CultureInfo.InvariantCulture, $"{video.TimeBaseNum}:{video.TimeBaseDen}"), "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-crf", "22", "-g", "50",
        "-pix_fmt", "yuv420p", "-threads", "1", "-avoid_negative_ts", "disabled", .. Fragments];
}
