namespace Qyran.Domain.Scenes;

/// <summary>Brown–Conrady lens: focal lengths and principal point in pixels, radial k1…k3 and tangential p1, p2 without unit.</summary>
public sealed record LensModel(double Fx, double Fy, double Cx, double Cy, double K1, double K2, double P1, double P2, double K3);
