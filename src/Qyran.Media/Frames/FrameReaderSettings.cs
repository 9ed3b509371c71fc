using System.Collections.Immutable;

namespace Qyran.Media;

/// <summary>How a source is read.</summary>
public sealed record FrameReaderSettings
{
    /// <summary>The analysed picture is made no wider and no higher than this, with its aspect kept and even sides; never enlarged. Null: as it is.</summary>
    public int? MaxAnalysisWidth { get; init; }
    public int? MaxAnalysisHeight { get; init; }

    /// <summary>Places wanted at full resolution with every frame (signal lamps), raw pixels, at most 16.</summary>
    public ImmutableArray<CropBox> Crops { get; init; } = [];

    /// <summary>
    /// The whole picture at the camera's own size comes with frames at least about this far apart, brightness only: what is looked at now and then (plates) needs every pixel, but
    /// not of every frame. Null: never. ffmpeg keeps the frames of all streams in the order of their time, so they come by up to as much later, several at once.
    /// </summary>
    public TimeSpan? WholeEvery { get; init; }

    /// <summary>When the first frame was exposed, UTC; null when nobody knows. For a live source the moment of the first arrival is used instead.</summary>
    public DateTimeOffset? StartUtc { get; init; }

    /// <summary>A live source that gives no first frame within this is given up: connecting and finding out what comes takes seconds.</summary>
    public TimeSpan FirstFrame { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A live source without a further frame for this long is given up.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Decoder threads: 1 costs least CPU, more are faster on a file.</summary>
    public int DecodeThreads { get; init; } = 1;

    /// <summary>Live only: the same ffmpeg also records what the camera sends, unchanged, into this file (fragmented MP4: a crash loses at most 1 s). Refused when it exists.</summary>
    public string? RecordTo { get; init; }

    /// <summary>Real time only: the same ffmpeg also hands over what the camera sends, unchanged; null: it does not. Sets the frames' UTC too.</summary>
    public Recording.FragmentOutlet? Fragments { get; init; }

    /// <summary>
    /// Zones that are black in every frame and, where fragments are handed over, in them too: those are encoded anew then, which costs about as much as a third of a core for a
    /// camera of 1080p25. At most <see cref="PictureZone.Most"/>.
    /// </summary>
    public ImmutableArray<PictureZone> Blackened { get; init; } = [];

    /// <summary>How the picture is made smaller.</summary>
    public ScaleQuality Scaling { get; init; } = ScaleQuality.Fast;

    /// <summary>The clock arrivals are taken from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
