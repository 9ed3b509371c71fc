namespace Qyran.Vision.Onnx;

/// <summary>What a transformer's class outputs are.</summary>
internal enum ScoreKind
{
    /// <summary>Independent logits.</summary>
    Sigmoid,
    /// <summary>Logits that share one unit; the last is "no object".</summary>
    Softmax,
    /// <summary>Already 0…1.</summary>
    Ready,
}
