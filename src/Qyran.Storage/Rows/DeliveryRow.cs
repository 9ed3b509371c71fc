namespace Qyran.Storage.Rows;

/// <summary>One event on its way to one subscriber.</summary>
/// <param name="Body">What is sent, the same at every try.</param>
/// <param name="DueUs">Not tried before; µs since the Unix epoch, UTC, like all instants here.</param>
/// <param name="Answer">To the last try; null before the first.</param>
public sealed record DeliveryRow(
    string SubscriberId, string EventId, string Kind, string CameraId, string Body, DeliveryState State, long MadeUs, long DueUs, int Tries = 0, long? TriedUs = null, string? Answer = null);
