using System.Numerics;

namespace Qyran.Simulator;

/// <summary>Light that spreads in lens and air around a lamp, or lies as a streak on a wet road; added to the picture. Canvas pixels.</summary>
/// <param name="Sharp">True: bright in the middle with a long skirt; false: an even soft spot.</param>
/// <param name="OnRoad">A mirror image in the wet film: only where the road is seen, under whatever stands on it.</param>
internal readonly record struct Glow(float X, float Y, float Rx, float Ry, Vector3 Colour, bool Sharp, bool OnRoad = false);
