namespace Qyran.Domain.Scenes;

/// <summary>The metrological verification of the device as its certificate states it: legal data is data with provenance.</summary>
/// <param name="Certificate">Its number.</param>
/// <param name="Authority">Who verified the device and issued the certificate.</param>
/// <param name="ValidFrom">From when (UTC, inclusive), null = not stated, and</param><param name="ValidUntil">until when (exclusive) it holds.</param>
public sealed record DeviceVerification(string Certificate, string Authority, DateTimeOffset? ValidFrom, DateTimeOffset ValidUntil);
