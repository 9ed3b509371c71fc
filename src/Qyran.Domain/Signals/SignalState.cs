namespace Qyran.Domain.Signals;

/// <summary>What a signal head shows.</summary>
public enum SignalState
{
    /// <summary>Cannot be told: dark, occluded, contradicting lamps. No red-light verdict rests on it.</summary>
    Unknown,
    Red,
    RedYellow,
    Yellow,
    Green,

    /// <summary>Surely not lit: of an arrow only. A whole head without a lit lamp is <see cref="Unknown"/>, for something may cover it.</summary>
    Off,
}
