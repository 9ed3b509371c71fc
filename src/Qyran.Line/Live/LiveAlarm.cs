namespace Qyran.Line.Live;

/// <summary>Something about a camera that needs a person. Told when it begins and when it is over, not in between.</summary>
/// <param name="AtUs">µs UTC.</param>
/// <param name="On">False: it is over.</param>
/// <param name="Text">For people.</param>
public sealed record LiveAlarm(string CameraId, LiveTrouble Trouble, long AtUs, bool On, string Text);
