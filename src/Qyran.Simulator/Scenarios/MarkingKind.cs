namespace Qyran.Simulator;

/// <summary>Kinds of paint.</summary>
public enum MarkingKind { Solid, Dashed, Double, Zebra, Straight, Left, Right, StraightRight, BusLetter }
