namespace Qyran.Media;

/// <summary>One video stream of a NUT file: picture size, four-character code, clock tick in seconds as a fraction, bits of a short stamp.</summary>
internal readonly record struct NutStream(int Width, int Height, string FourCc, long TimeBaseNum, long TimeBaseDen, int PtsShift);
