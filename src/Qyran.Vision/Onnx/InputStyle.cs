namespace Qyran.Vision.Onnx;

/// <summary>What the model wants to see: the tensor holds (colour − mean) ÷ std, colours 0…255.</summary>
/// <param name="Mean">Three values, in the tensor's own channel order.</param>
/// <param name="Std">Three values, none zero, in the tensor's own channel order.</param>
/// <param name="Pad">Colour of the padding, 0…255, before normalisation.</param>
internal sealed record InputStyle(ChannelOrder Order, float[] Mean, float[] Std, PictureFit Fit, float Pad)
{
    /// <summary>What each family's own training code feeds, used where no sidecar says otherwise.</summary>
    public static InputStyle For(OutputLayout layout) => layout switch
    {
        OutputLayout.Yolox => new(ChannelOrder.Bgr, [0, 0, 0], [1, 1, 1], PictureFit.Corner, 114),
        OutputLayout.DistanceLevels { Levels.Length: 3 } => new(ChannelOrder.Bgr, [103.53f, 116.28f, 123.675f], [57.375f, 57.12f, 58.395f], PictureFit.Centre, 114),
        OutputLayout.DistanceLevels => new(ChannelOrder.Rgb, [123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f], PictureFit.Stretch, 114),
        OutputLayout.FastestDet => new(ChannelOrder.Bgr, [0, 0, 0], [255, 255, 255], PictureFit.Stretch, 114),
        OutputLayout.Detr => new(ChannelOrder.Rgb, [123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f], PictureFit.Stretch, 114),
        OutputLayout.Triple => new(ChannelOrder.Rgb, [0, 0, 0], [255, 255, 255], PictureFit.Stretch, 114),
        OutputLayout.AnchorRows or OutputLayout.ClassColumns or OutputLayout.EndToEnd =>
            new(ChannelOrder.Rgb, [0, 0, 0], [255, 255, 255], PictureFit.Centre, 114),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "no such layout"),
    };
}
