namespace Qyran.Vision.Onnx;

/// <summary>How a picture is fitted into the model's input.</summary>
internal enum PictureFit
{
    /// <summary>Scaled evenly, top left, the rest padded.</summary>
    Corner,
    /// <summary>Scaled evenly, in the middle, the rest padded.</summary>
    Centre,
    /// <summary>Scaled to the whole input, proportions lost.</summary>
    Stretch,
}
