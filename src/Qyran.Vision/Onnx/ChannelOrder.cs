namespace Qyran.Vision.Onnx;

/// <summary>Which colour is the tensor's first plane.</summary>
internal enum ChannelOrder { Rgb, Bgr }
