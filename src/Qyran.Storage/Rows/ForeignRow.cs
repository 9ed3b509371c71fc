namespace Qyran.Storage.Rows;

/// <summary>What another maker's device states about a passage it handed in.</summary>
/// <param name="DeviceId">The registered device.</param>
/// <param name="TheirId">The device's own id of the passage.</param>
/// <param name="Approval">Certificate the device names for its measurement; null: none.</param>
/// <param name="TimeQuality">How its clock stood by its own word: synchronised, free or unknown.</param>
/// <param name="TimeErrorUs">Greatest error of its instants by its own word, µs; null: not stated.</param>
/// <param name="ReceivedUs">When it arrived here, µs since the Unix epoch, UTC.</param>
public sealed record ForeignRow(string DeviceId, string TheirId, string Maker, string Model, string Serial, string? Approval, string TimeQuality, long? TimeErrorUs, long ReceivedUs);
