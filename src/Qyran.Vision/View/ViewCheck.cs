namespace Qyran.Vision.View;

/// <summary>One look at where the view is. Shifts in raw pixels against the first frame.</summary>
/// <param name="AtUs">Media time, µs.</param>
/// <param name="State">Unknown, Held (it was found, wherever it is) or Lost.</param>
/// <param name="X">Shift of the picture's content at the patches' middle, to the right.</param>
/// <param name="Y">The same, downwards.</param>
/// <param name="Turned">What turning and zooming add at the outermost patches, never negative.</param>
/// <param name="ErrorPx">Standard error of the shift, from the scatter of the patches.</param>
/// <param name="Patches">Patches that agree.</param>
public readonly record struct ViewCheck(long AtUs, ViewState State, double X, double Y, double Turned, double ErrorPx, int Patches);
