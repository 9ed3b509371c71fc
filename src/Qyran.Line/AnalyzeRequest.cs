namespace Qyran.Line;

/// <summary>What <c>qyran analyze</c> was asked to do.</summary>
/// <param name="Detector">"motion" or a path to an ONNX file.</param>
/// <param name="Plates">Read plates.</param>
/// <param name="StartUtc">When the video's first frame was exposed.</param>
/// <param name="DeviceKey">The file of the key that signs, made where there is none. Null: the default one, and only where there is a rule to judge by.</param>
public sealed record AnalyzeRequest(
    string Video, string? Scene, string Out, string Detector, DateTimeOffset? StartUtc, bool Annotate, string? DeviceKey, bool MeasureDecode = true, bool Plates = false)
{
    /// <summary>The section whose exit is analysed: its file, and the folder with the entry's results. Null for none.</summary>
    public (string File, string Entry)? Section { get; init; }

    /// <summary>A list of exemptions; null: nobody is exempt.</summary>
    public string? Exemptions { get; init; }

    /// <summary>The time-stamping authority that vouches for when packs were signed (RFC 3161). Null: none.</summary>
    public Uri? TimeStamps { get; init; }

    /// <summary>Takes what a person should read as it happens: that a device key had to be made. Null: nobody reads it.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>The entry camera's video, for pictures of the entry in the packs of the section. Null: none.</summary>
    public string? EntryVideo { get; init; }
}
