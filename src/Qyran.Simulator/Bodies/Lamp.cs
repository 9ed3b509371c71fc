using System.Numerics;

namespace Qyran.Simulator;

/// <summary>A lamp of a vehicle.</summary>
/// <param name="Facing">+1 shines ahead, −1 behind.</param>
internal readonly record struct Lamp(Vector3 At, int Facing);
