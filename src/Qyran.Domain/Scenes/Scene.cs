using System.Collections.Immutable;

namespace Qyran.Domain.Scenes;

/// <summary>What a camera sees, as a person described it: the meaning of every place in the picture. Read from a scene file.</summary>
/// <param name="Name">Names the scene in outputs.</param>
/// <param name="Hash">SHA-256 (hex) of the file's bytes, so that evidence pins the version used.</param>
public sealed record Scene(
    string Name,
    string Hash,
    SceneCamera Camera,
    LensModel? Lens,
    Survey? Survey,
    ImmutableArray<Lane> Lanes,
    ImmutableArray<SceneLine> Lines,
    ImmutableArray<Zone> Zones,
    ImmutableArray<SignalHead> Signals,
    ImmutableArray<SpeedLimit> Limits,
    ImmutableArray<RuleSetting> Rules);
