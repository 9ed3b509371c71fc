namespace Qyran.Vision.Onnx;

/// <summary>How an ONNX detector runs; what the model itself needs (size, colours, labels) stands in its sidecar, see <see cref="ModelSidecar"/>.</summary>
/// <param name="ScoreThreshold">Detections below are dropped, 0…1. Low on purpose: the tracker uses weak ones in its second stage. A sidecar's own value wins.</param>
/// <param name="SameClassIou">Of two boxes of one class that overlap more than this, the weaker is dropped, 0…1. A sidecar's own value wins.
/// 0.45 was chosen on the training pictures: against 0.65 it costs at most 1.4 points of recall and gains 2 to 15 of precision.</param>
/// <param name="AcrossClassIou">The same for two motor vehicles of different classes (a van seen as car and as truck is one vehicle), 0…1.</param>
/// <param name="Threads">Threads inside one inference. One is best where several cameras share a machine.</param>
/// <param name="JoinRiders">A rider and the machine become one road user, as the tracker wants it; false leaves what the model itself says.</param>
/// <param name="LeastScore">Takes the place of every other threshold, the sidecar's too: for measuring a model and for labelling with it. Null outside that.</param>
public sealed record OnnxSettings(
    float ScoreThreshold = 0.1f, float SameClassIou = 0.45f, float AcrossClassIou = 0.7f, int Threads = 1, bool JoinRiders = true, float? LeastScore = null);
