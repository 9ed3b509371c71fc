namespace Qyran.Simulator;

/// <summary>What lens, sensor, mount and encoder do to the picture.</summary>
/// <param name="Noise">Standard deviation of the sensor's noise, levels of 255.</param>
/// <param name="Vignette">Light lost in the corners, 0…1.</param>
/// <param name="Glare">Veil and streaks from sun or lamps, 0…1.</param>
/// <param name="Dirt">Dirt on the front glass, 0…1.</param>
/// <param name="ShakePx">Standard deviation of the mount's trembling, px.</param>
/// <param name="TurnDegPerMinute">A mount that slowly gives way: pan added per minute.</param>
/// <param name="Crf">x264 quality, 0 best … 51; ignored with <paramref name="Kbps"/>.</param>
/// <param name="Kbps">Bit-rate of a mean camera; null = constant quality.</param>
public sealed record PicturePlan(
    double Noise, double Vignette, double Glare, double Dirt, double ShakePx, double TurnDegPerMinute, int Crf, int? Kbps);
